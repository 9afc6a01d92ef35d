import { useFormat, useT } from '../../i18n/language.tsx';
import { Tag } from '../../ui/tag.tsx';
import { areaName } from '../../words/area-name.ts';
import { classWords } from '../../words/domain-words.ts';
import type { PlanRow } from './dry-run-rows.ts';
import { dryRunWords } from './dry-run-words.ts';
import styles from './plan-list.module.css';
import { StateMark } from './state-mark.tsx';
import { useWhy } from './use-why.ts';

const Row = ({ row, withDate }: { row: PlanRow; withDate: boolean }) => {
  const t = useT();
  const format = useFormat();
  const why = useWhy()(row);
  const one = row.sound ?? row.silent;
  return (
    <li
      className={styles.row}
      data-state={row.state}
      data-dated={withDate || undefined}
      data-testid={`plan-${row.state}`}
    >
      <span className={styles.time}>
        {withDate ? <span className={styles.date}>{format.date(row.startAt).slice(0, 5)} </span> : null}
        {format.timeWithSeconds(row.startAt)}
        <span className={styles.end}>–{format.timeWithSeconds(row.endAt)}</span>
      </span>
      <span className={styles.what}>
        <span className={styles.title}>{one.title}</span>
        <span className={styles.from}>
          {one.kind === 'announcement' ? t(dryRunWords.announcement) : (one.sessionTitle ?? '')} ·{' '}
          {areaName(one.ownerArea)}
          {one.class === 'normal' ? null : <Tag tone="warn">{t(classWords[one.class])}</Tag>}
        </span>
      </span>
      <span className={styles.state}>
        <StateMark state={row.state} />
        {why === null ? null : <span className={styles.why}>{why}</span>}
      </span>
    </li>
  );
};

/** Everything that is planned, in the order of time, with what becomes of it. */
export const PlanList = ({ rows, withDate = false }: { rows: readonly PlanRow[]; withDate?: boolean }) => (
  <ol className={styles.list}>
    {rows.map((row) => (
      <Row key={row.key} row={row} withDate={withDate} />
    ))}
  </ol>
);
