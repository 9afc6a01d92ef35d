import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Bulletin } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { useT } from '../../i18n/language.tsx';
import { approvalTexts } from './approval-words.ts';

type Decision = { kind: 'submit' } | { kind: 'approve' } | { kind: 'return'; reason: string };

/** One's steps with a bulletin; a refusal brings what happened meanwhile. */
export const useApproval = (bulletin: Bulletin) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const refresh = () =>
    Promise.all(
      ['bulletins', 'bulletin', 'approvals', 'schedule', 'overview'].map((key) =>
        client.invalidateQueries({ queryKey: [key] }),
      ),
    );
  return useMutation({
    mutationFn: (decision: Decision) => {
      switch (decision.kind) {
        case 'submit':
          return api.submitBulletin(bulletin);
        case 'approve':
          return api.approveBulletin(bulletin);
        case 'return':
          return api.returnBulletin(bulletin, decision.reason);
      }
    },
    onSuccess: async (decided) => {
      client.setQueryData(['bulletin', decided.id], decided);
      const { approval } = decided;
      if (approval === 'approved' || approval === 'returned' || approval === 'submitted')
        notifications.show({ title: t(approvalTexts.done[approval]), message: decided.title, color: 'la' });
      await refresh();
    },
    onError: refresh,
  });
};
