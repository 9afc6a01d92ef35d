import { Link } from 'wouter';
import type { Playback } from '../../../controller/http/api-type.ts';
import { NO_FIGURE } from '../format/number-format.ts';
import { useFormat, useT } from '../i18n/language.tsx';
import { DemoMark } from './demo-mark.tsx';
import { Grade, PlayMarks } from './evidence.tsx';
import { KindMark } from './kind-mark.tsx';
import { OutcomeMark } from './outcome-mark.tsx';
import { clockErrorText, isNotableOffset, shownOutcome, startOffsetMs } from './play-facts.ts';
import styles from './playback-table.module.css';
import { playbackWords } from './playback-words.ts';
import { useReasonText } from './use-reason-text.ts';

interface PlaybackTableProps {
  readonly rows: readonly Playback[];
  /** What the table is, for screen readers. */
  readonly label: string;
  /** What a row is about: the item on a cluster's page, the cluster under an item. */
  readonly first: 'title' | 'cluster';
  /** Name of an area with its type, where the caller knows it. */
  readonly nameOfArea?: (code: string) => string | null;
}

const First = ({ row, first, nameOfArea }: PlaybackTableProps & { row: Playback }) => {
  const format = useFormat();
  return first === 'title' ? (
    <>
      <span className={styles.name}>{row.title}</span>
      <span className={styles.sub}>
        {format.dateTime(row.plannedStart)}
        {row.announcementKind === null ? null : <KindMark kind={row.announcementKind} />}
      </span>
    </>
  ) : (
    <>
      <Link href={`/cum-loa/${row.clusterId}`} className={styles.name}>
        {row.clusterName}
      </Link>
      <span className={styles.sub}>
        {nameOfArea?.(row.areaCode) ?? row.areaName}
        {row.demo ? <DemoMark /> : null}
      </span>
    </>
  );
};

const Row = (props: PlaybackTableProps & { row: Playback }) => {
  const { row } = props;
  const t = useT();
  const format = useFormat();
  const reason = useReasonText()(row);
  const offsetMs = startOffsetMs(row);
  return (
    <tr className={styles.row}>
      <th scope="row" className={styles.first}>
        <First {...props} />
      </th>
      <td className={styles.outcome}>
        <OutcomeMark outcome={shownOutcome(row)} />
        {reason === null ? null : <span className={styles.reason}>{reason}</span>}
        <PlayMarks play={row} />
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
        <span className={styles.offset} data-notable={isNotableOffset(offsetMs) || undefined}>
          {offsetMs === null ? NO_FIGURE : format.signedSeconds(offsetMs)}
        </span>
      </td>
      <td className={styles.figure}>
        <span className={styles.cellLabel}>{t(playbackWords.clockError)} </span>
        {row.clockErrorMs === null ? NO_FIGURE : clockErrorText(row.clockErrorMs, format)}
      </td>
      <td className={styles.grade}>
        <Grade grade={row.grade} />
      </td>
    </tr>
  );
};

/** As-run rows: what was planned, what happened, and how well that is known. */
export const PlaybackTable = (props: PlaybackTableProps) => {
  const t = useT();
  return (
    <table className={styles.table} aria-label={props.label}>
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
