import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useServerNow } from '../../api/api-context.tsx';
import { localDateOf } from '../../format/vietnam-time.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Tag } from '../../ui/tag.tsx';
import type { Effect } from './affected.ts';
import styles from './affected-list.module.css';
import { policyWords } from './policy-words.ts';

export interface AffectedSlot {
  readonly sessionId: string;
  readonly title: string;
  readonly date: string;
  readonly startAt: string;
  readonly effect: Effect;
}

/** More are counted, not listed. */
const SHOWN = 12;

/** What the hours do to what is already scheduled. */
export const AffectedList = ({ slots, saved }: { slots: readonly AffectedSlot[]; saved: boolean }) => {
  const t = useT();
  const format = useFormat();
  const today = localDateOf(useServerNow(60_000));
  if (slots.length === 0)
    return (
      <p className={styles.none}>
        <IconCircleCheck size={18} stroke={1.8} aria-hidden />
        {t(policyWords.affectedNone)}
      </p>
    );
  return (
    <section className={styles.root} data-testid="affected">
      <h3 className={styles.title}>
        <IconAlertTriangle size={18} stroke={1.9} aria-hidden />
        {t(saved ? policyWords.affectedAfter : policyWords.affectedBefore)(format.integer(slots.length))}
      </h3>
      <ul className={styles.list}>
        {slots.slice(0, SHOWN).map((slot) => (
          <li key={`${slot.sessionId} ${slot.startAt}`}>
            <span className={styles.when}>
              {format.time(slot.startAt)}, {format.dayInText(slot.date, today)}
            </span>
            <span className={styles.name}>{slot.title}</span>
            <Tag tone={slot.effect === 'refused' ? 'bad' : 'warn'}>{t(policyWords.effects[slot.effect])}</Tag>
          </li>
        ))}
        {slots.length > SHOWN ? <li>…</li> : null}
      </ul>
    </section>
  );
};
