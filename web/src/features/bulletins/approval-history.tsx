import type { Bulletin } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Tag } from '../../ui/tag.tsx';
import styles from './approval-history.module.css';
import { approvalTexts } from './approval-words.ts';

type Step = Readonly<{
  step: keyof typeof approvalTexts.steps;
  at: string;
  by: string;
  reason: string | null;
  solo: boolean;
}>;

/** Who did what when, and why; the newest step last, as it happened. */
export const ApprovalHistory = ({ bulletin }: { bulletin: Bulletin }) => {
  const t = useT();
  const format = useFormat();
  const uploaded: Step = {
    step: 'upload',
    at: bulletin.createdAt,
    by: bulletin.createdBy,
    reason: null,
    solo: false,
  };
  return (
    <ol className={styles.steps} aria-label={t(approvalTexts.history)}>
      {[uploaded, ...bulletin.history].map(({ step, at, by, reason, solo }) => (
        <li key={`${step} ${at}`} data-step={step} className={styles.step}>
          <span className={styles.line}>
            <strong>{t(approvalTexts.steps[step])}</strong>
            <span className={styles.who}>
              {by} · {format.dateTime(at)}
            </span>
          </span>
          {reason === null ? null : <span className={styles.reason}>“{reason}”</span>}
          {solo ? <Tag tone="warn">{t(approvalTexts.soloMark)}</Tag> : null}
        </li>
      ))}
    </ol>
  );
};
