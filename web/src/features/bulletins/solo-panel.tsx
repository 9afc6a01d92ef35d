import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { soloApprovalQuery } from '../../api/queries.ts';
import { mayDo } from '../../frame/may-do.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { Tag } from '../../ui/tag.tsx';
import { approvalTexts } from './approval-words.ts';
import styles from './solo-panel.module.css';

/** Whether one person makes and approves in a commune: told to everybody, switched by an administrator with a reason. */
export const SoloPanel = ({ me, code }: { me: Me; code: string }) => {
  const t = useT();
  const format = useFormat();
  const api = useApi();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const solo = useQuery(soloApprovalQuery(api, code));
  const isOn = solo.data?.on ?? false;
  const set = useMutation({
    mutationFn: () => api.setSoloApproval(code, { on: !isOn, reason: reason.trim() }),
    onSuccess: async (now) => {
      client.setQueryData(['approvals', 'solo', code], now);
      setReason('');
      await client.invalidateQueries({ queryKey: ['bulletins'] });
    },
  });
  const mayChange = mayDo(me, 'bulletins.solo');
  // What was never switched concerns nobody who cannot switch it.
  if (!solo.data && !mayChange) return null;
  return (
    <Panel
      title={t(approvalTexts.solo)}
      aside={isOn ? <Tag tone="warn">{t(approvalTexts.soloMark)}</Tag> : null}
    >
      <p className={styles.lead}>{t(isOn ? approvalTexts.soloOn : approvalTexts.soloOff)}</p>
      {solo.data ? (
        <p className={styles.since}>
          “{solo.data.reason}” –{' '}
          {t(approvalTexts.soloSince)(solo.data.decidedBy, format.dateTime(solo.data.decidedAt))}
        </p>
      ) : null}
      {mayChange ? (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            set.mutate();
          }}
        >
          <TextInput
            label={t(approvalTexts.soloReason)}
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={set.isPending} disabled={reason.trim() === ''}>
            {t(isOn ? approvalTexts.turnOff : approvalTexts.turnOn)}
          </Button>
        </form>
      ) : null}
      {set.error ? <ProblemAlert problem={asProblem(set.error)} /> : null}
    </Panel>
  );
};
