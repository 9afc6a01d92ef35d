import { Button, Chip, TextInput } from '@mantine/core';
import { IconArrowBackUp, IconCheck, IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import type { Bulletin, Me } from '../../../../controller/http/api-type.ts';
import { asProblem } from '../../api/problem.ts';
import { mayDo } from '../../frame/may-do.ts';
import { useT } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { ApprovalHistory } from './approval-history.tsx';
import styles from './approval-panel.module.css';
import { approvalTexts } from './approval-words.ts';
import { useApproval } from './use-approval.ts';

const Decide = ({ me, bulletin }: { me: Me; bulletin: Bulletin }) => {
  const t = useT();
  const decide = useApproval(bulletin);
  const [reason, setReason] = useState<string | null>(null);
  const isOwn = bulletin.producers.includes(me.user.username);
  const mayApprove = !isOwn || bulletin.soloAllowed;
  if (reason !== null)
    return (
      <form
        className={styles.decide}
        onSubmit={(event) => {
          event.preventDefault();
          decide.mutate({ kind: 'return', reason: reason.trim() });
        }}
      >
        <TextInput
          label={t(approvalTexts.reason)}
          description={t(approvalTexts.reasonHint)}
          value={reason}
          maxLength={500}
          required
          withAsterisk={false}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
        />
        <Chip.Group value={reason} onChange={(value) => setReason(String(value))}>
          <div className={styles.reasons}>
            {t(approvalTexts.reasons).map((one) => (
              <Chip key={one} value={one} size="sm" variant="outline">
                {one}
              </Chip>
            ))}
          </div>
        </Chip.Group>
        {decide.error ? <ProblemAlert problem={asProblem(decide.error)} /> : null}
        <div className={styles.actions}>
          <Button
            type="submit"
            size="md"
            color="son"
            loading={decide.isPending}
            disabled={reason.trim() === ''}
            leftSection={<IconArrowBackUp size={20} aria-hidden />}
          >
            {t(approvalTexts.returnIt)}
          </Button>
          <Button size="md" variant="default" onClick={() => setReason(null)}>
            {t(approvalTexts.cancel)}
          </Button>
        </div>
      </form>
    );
  return (
    <div className={styles.decide}>
      <p className={styles.lead}>
        {t(isOwn ? (mayApprove ? approvalTexts.ownSolo : approvalTexts.own) : approvalTexts.listenFirst)}
      </p>
      {decide.error ? <ProblemAlert problem={asProblem(decide.error)} /> : null}
      <div className={styles.actions}>
        {mayApprove ? (
          <Button
            size="md"
            loading={decide.isPending}
            leftSection={<IconCheck size={20} stroke={2.2} aria-hidden />}
            onClick={() => decide.mutate({ kind: 'approve' })}
          >
            {t(approvalTexts.approve)}
          </Button>
        ) : null}
        <Button
          size="md"
          variant="default"
          leftSection={<IconArrowBackUp size={20} aria-hidden />}
          onClick={() => setReason('')}
        >
          {t(approvalTexts.returnIt)}
        </Button>
      </div>
    </div>
  );
};

const Submit = ({ bulletin }: { bulletin: Bulletin }) => {
  const t = useT();
  const decide = useApproval(bulletin);
  const lead = bulletin.submitsWhenReady
    ? approvalTexts.whenReady
    : bulletin.approval === 'returned'
      ? approvalTexts.returnedLead
      : approvalTexts.notSubmitted;
  return (
    <div className={styles.decide}>
      <p className={styles.lead}>{t(lead)}</p>
      {decide.error ? <ProblemAlert problem={asProblem(decide.error)} /> : null}
      {bulletin.submitsWhenReady ? null : (
        <div className={styles.actions}>
          <Button
            size="md"
            loading={decide.isPending}
            leftSection={<IconSend size={20} aria-hidden />}
            onClick={() => decide.mutate({ kind: 'submit' })}
          >
            {t(approvalTexts.submit)}
          </Button>
        </div>
      )}
    </div>
  );
};

const Next = ({ me, bulletin }: { me: Me; bulletin: Bulletin }) => {
  const t = useT();
  const { approval, audio } = bulletin;
  if (approval === 'submitted')
    return mayDo(me, 'bulletins.approve') ? (
      <Decide me={me} bulletin={bulletin} />
    ) : (
      <p className={styles.lead}>{t(approvalTexts.waitsForOthers)}</p>
    );
  if (approval !== 'draft' && approval !== 'returned') return null;
  if (audio.state === 'failed') return <p className={styles.lead}>{t(approvalTexts.failed)}</p>;
  return mayDo(me, 'bulletins.write') ? (
    <Submit bulletin={bulletin} />
  ) : (
    <p className={styles.lead}>{t(approvalTexts.notSubmitted)}</p>
  );
};

/** Where a bulletin stands, what one may do about it, and how it came there. */
export const ApprovalPanel = ({ me, bulletin }: { me: Me; bulletin: Bulletin }) => {
  const t = useT();
  return (
    <Panel title={t(approvalTexts.panel)}>
      <Next me={me} bulletin={bulletin} />
      <ApprovalHistory bulletin={bulletin} />
    </Panel>
  );
};
