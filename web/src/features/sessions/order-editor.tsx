import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Tag } from '../../ui/tag.tsx';
import { approvalWords } from '../../words/domain-words.ts';
import { BulletinPicker } from './bulletin-picker.tsx';
import { moved, withKeys, without } from './order.ts';
import styles from './order-editor.module.css';
import type { OrderedBulletin } from './session-form-state.ts';
import { sessionWords } from './session-words.ts';

interface OrderEditorProps {
  readonly bulletins: readonly OrderedBulletin[];
  onChange(bulletins: OrderedBulletin[]): void;
  /** Standing items, shown where they air; they belong to the session, not to the date. */
  readonly before?: readonly OrderedBulletin[];
  readonly after?: readonly OrderedBulletin[];
  readonly error?: ReactNode;
}

const StandingRow = ({ bulletin }: { bulletin: OrderedBulletin }) => {
  const t = useT();
  const format = useFormat();
  return (
    <li className={styles.row} data-standing>
      <span className={styles.title}>{bulletin.title}</span>
      <span className={styles.note}>{t(sessionWords.standing)}</span>
      <span className={styles.time}>{format.clock(bulletin.durationMs)}</span>
    </li>
  );
};

/**
 * Bulletins in the order in which they air: add, move, remove. A move that leads nowhere is only marked as
 * such: a disabled button would lose the keyboard's place when its entry arrives at an end.
 */
export const OrderEditor = ({
  bulletins,
  onChange,
  before = [],
  after = [],
  error = null,
}: OrderEditorProps) => {
  const t = useT();
  const format = useFormat();
  const empty = bulletins.length + before.length + after.length === 0;
  return (
    <div className={styles.root}>
      {empty ? <p className={styles.empty}>{t(sessionWords.noBulletins)}</p> : null}
      <ol className={styles.list} aria-label={t(sessionWords.program)}>
        {before.map((bulletin) => (
          <StandingRow key={`before ${bulletin.id}`} bulletin={bulletin} />
        ))}
        {withKeys(bulletins).map(({ key, entry: bulletin }, index) => (
          <li key={key} className={styles.row} data-single={bulletins.length === 1 || undefined}>
            <span className={styles.number} aria-hidden>
              {index + 1}
            </span>
            <span className={styles.title}>
              {bulletin.title}
              {bulletin.approval ? (
                <>
                  {' '}
                  <Tag tone="warn">{t(approvalWords[bulletin.approval])}</Tag>
                </>
              ) : null}
            </span>
            <span className={styles.time}>{format.clock(bulletin.durationMs)}</span>
            <span className={styles.moves}>
              {bulletins.length > 1 ? (
                <>
                  <ActionIcon
                    color="gray"
                    data-disabled={index === 0}
                    aria-disabled={index === 0}
                    aria-label={t(sessionWords.moveUp)(bulletin.title)}
                    onClick={() => onChange(moved(bulletins, index, index - 1))}
                  >
                    <IconArrowUp size={18} stroke={1.8} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    color="gray"
                    data-disabled={index === bulletins.length - 1}
                    aria-disabled={index === bulletins.length - 1}
                    aria-label={t(sessionWords.moveDown)(bulletin.title)}
                    onClick={() => onChange(moved(bulletins, index, index + 1))}
                  >
                    <IconArrowDown size={18} stroke={1.8} aria-hidden />
                  </ActionIcon>
                </>
              ) : null}
              <ActionIcon
                color="gray"
                aria-label={t(sessionWords.remove)(bulletin.title)}
                onClick={() => onChange(without(bulletins, index))}
              >
                <IconX size={18} stroke={1.8} aria-hidden />
              </ActionIcon>
            </span>
          </li>
        ))}
        {after.map((bulletin) => (
          <StandingRow key={`after ${bulletin.id}`} bulletin={bulletin} />
        ))}
      </ol>
      {error ? (
        <p className={styles.error} role="alert">
          {error}
        </p>
      ) : null}
      <BulletinPicker onPick={(bulletin) => onChange([...bulletins, bulletin])} />
    </div>
  );
};
