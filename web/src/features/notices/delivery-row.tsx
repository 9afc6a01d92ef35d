import type { Delivery } from '../../../../controller/http/api-type.ts';
import { useFormat, useLanguage, useT } from '../../i18n/language.tsx';
import { Tag } from '../../ui/tag.tsx';
import styles from './deliveries.module.css';
import { noticeWords } from './notice-words.ts';
import { outboxWords } from './outbox-words.ts';

const tones = { waiting: 'warn', sent: 'good', failed: 'bad', gone: 'idle' } as const;

const isKnown = (fault: string): fault is keyof typeof outboxWords.faults => fault in outboxWords.faults;

/** One message on its way or gone: what it says, to whom, and what became of it. */
export const DeliveryRow = ({ delivery, withText }: { delivery: Delivery; withText: boolean }) => {
  const t = useT();
  const format = useFormat();
  const { language } = useLanguage();
  const { state, fault, attempts, nextAt, doneAt, createdAt } = delivery;
  const again = attempts === 0 ? outboxWords.dueAt : outboxWords.nextAt;
  const facts = [
    t(outboxWords.to)(delivery.to),
    format.dateTime(doneAt ?? createdAt),
    ...(attempts > 1 ? [t(outboxWords.attempts)(format.integer(attempts))] : []),
    ...(fault === null ? [] : [isKnown(fault) ? t(outboxWords.faults[fault]) : t(outboxWords.fault)(fault)]),
    ...(nextAt === null ? [] : [t(again)(format.dateTime(nextAt))]),
  ];
  return (
    <li className={styles.row}>
      <span className={styles.marks}>
        <span className={styles.channel}>{t(noticeWords.channels[delivery.channel])}</span>
        <Tag tone={tones[state]}>{t(outboxWords.states[state])}</Tag>
      </span>
      <span className={styles.text}>
        <span className={styles.title}>{delivery.title[language]}</span>
        {withText && delivery.body[language] !== '' ? <span>{delivery.body[language]}</span> : null}
        <span className={styles.facts}>{facts.join(' · ')}</span>
      </span>
    </li>
  );
};
