import { IconClockUp, IconRouteX } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Playback } from '../../../controller/http/api-type.ts';
import { NO_FIGURE } from '../format/number-format.ts';
import { useFormat, useT } from '../i18n/language.tsx';
import { deviationWords, gradeWords, reasonWords, type ShownOutcome } from '../words/domain-words.ts';
import { OutcomeMark } from './outcome-mark.tsx';
import styles from './playback-table.module.css';
import { playbackWords } from './playback-words.ts';
import { Tag } from './tag.tsx';

interface PlaybackTableProps {
  readonly rows: readonly Playback[];
  /** What a row is about: the item on a cluster's page, the cluster under an item. */
  readonly first: 'title' | 'cluster';
  /** Name of an area with its type, where the caller knows it. */
  readonly nameOfArea?: (code: string) => string | null;
}

const shownOutcome = (row: Playback): ShownOutcome =>
  row.outcome === 'unknown' && row.reason === 'awaiting' ? 'awaiting' : row.outcome;

/** Reasons that the outcome's own word says already. */
const saysNothingNew = (row: Playback): boolean => row.reason === null || row.reason === 'awaiting';

const First = ({ row, first, nameOfArea }: PlaybackTableProps & { row: Playback }) => {
  const format = useFormat();
  return first === 'title' ? (
    <>
      <span className={styles.name}>{row.title}</span>
      <span className={styles.sub}>{format.dateTime(row.plannedStart)}</span>
    </>
  ) : (
    <>
      <Link href={`/cum-loa/${row.clusterId}`} className={styles.name}>
        {row.clusterName}
      </Link>
      <span className={styles.sub}>{nameOfArea?.(row.areaCode) ?? row.areaName}</span>
    </>
  );
};

const Row = (props: PlaybackTableProps & { row: Playback }) => {
  const { row } = props;
  const t = useT();
  const format = useFormat();
  return (
    <tr className={styles.row}>
      <th scope="row" className={styles.first}>
        <First {...props} />
      </th>
      <td className={styles.outcome}>
        <OutcomeMark outcome={shownOutcome(row)} />
        {saysNothingNew(row) ? null : (
          <span className={styles.reason}>{t(reasonWords(row.reason ?? ''))}</span>
        )}
      </td>
      <td className={styles.times}>
        {row.startedAt ? (
          <>
            {format.timeWithSeconds(row.startedAt)}–
            {row.finishedAt ? format.timeWithSeconds(row.finishedAt) : '…'}
          </>
        ) : (
          NO_FIGURE
        )}
      </td>
      <td className={styles.figure}>
        <span className={styles.cellLabel}>{t(playbackWords.deviation)} </span>
        {row.startedAt
          ? format.signedSeconds(Date.parse(row.startedAt) - Date.parse(row.plannedStart))
          : NO_FIGURE}
      </td>
      <td className={styles.figure}>
        <span className={styles.cellLabel}>{t(playbackWords.clockError)} </span>
        {row.clockErrorMs === null ? NO_FIGURE : `± ${format.decimal(row.clockErrorMs / 1000, 2)} s`}
      </td>
      <td className={styles.grade}>
        <span>{row.grade ? t(gradeWords[row.grade]) : t(playbackWords.none)}</span>
        {row.lateEvidence ? (
          <Tag tone="sound" icon={<IconClockUp size={14} aria-hidden />}>
            {t(playbackWords.late)}
          </Tag>
        ) : null}
        {row.deviation ? (
          <Tag tone="warn" icon={<IconRouteX size={14} aria-hidden />}>
            {t(deviationWords(row.deviation))}
          </Tag>
        ) : null}
      </td>
    </tr>
  );
};

/** As-run rows: what was planned, what happened, and how well that is known. */
export const PlaybackTable = (props: PlaybackTableProps) => {
  const t = useT();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t(playbackWords[props.first])}</th>
          <th scope="col">{t(playbackWords.outcome)}</th>
          <th scope="col">{t(playbackWords.times)}</th>
          <th scope="col" title={t(playbackWords.deviationHint)}>
            {t(playbackWords.deviation)}
          </th>
          <th scope="col">{t(playbackWords.clockError)}</th>
          <th scope="col">{t(playbackWords.grade)}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <Row key={`${row.itemId} ${row.deviceId}`} {...props} row={row} />
        ))}
      </tbody>
    </table>
  );
};
