import { Button, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { accountWords } from './account-words.ts';
import { SessionRows } from './session-rows.tsx';

export const SessionsPanel = () => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const sessions = useQuery({
    queryKey: ['own-sessions'],
    queryFn: ({ signal }) => api.ownSessions(signal),
  });
  const end = useMutation({
    mutationFn: (id: string | null) => (id === null ? api.endOtherSessions() : api.endOwnSession(id)),
    onSettled: () => client.invalidateQueries({ queryKey: ['own-sessions'] }),
  });
  return (
    <Panel title={t(accountWords.sessions)} lead={t(accountWords.sessionsLead)}>
      <QueryView query={sessions}>
        {({ items }) => (
          <Stack gap="md">
            {end.error ? <ProblemAlert problem={asProblem(end.error)} /> : null}
            <SessionRows sessions={items} onEnd={(id) => end.mutate(id)} />
            {items.length > 1 ? (
              <Button
                variant="default"
                loading={end.isPending}
                style={{ alignSelf: 'flex-start' }}
                onClick={() => end.mutate(null)}
              >
                {t(accountWords.signOutOthers)}
              </Button>
            ) : null}
          </Stack>
        )}
      </QueryView>
    </Panel>
  );
};
