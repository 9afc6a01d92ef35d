import type { DryRun } from '../../../../controller/http/api-type.ts';
import { DAY_MS } from '../../format/vietnam-time.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Legend } from '../../ui/legend.tsx';
import styles from './day-track.module.css';
import { type Block, blockOf, countStates, type PlanRow, rowsOfDay } from './dry-run-rows.ts';
import { dryRunWords } from './dry-run-words.ts';

const place = ({ start, share }: Block) => ({ left: `${start * 100}%`, width: `${share * 100}%` });

interface DayTrackProps {
  readonly run: DryRun;
  readonly rows: readonly PlanRow[];
  readonly dayStart: number;
  /** Its name for those who hear the picture instead of seeing it. */
  readonly label: string;
}

/** A day as a line: what sounds above, what does not below, silence hatched. */
export const DayTrack = ({ run, rows, dayStart, label }: DayTrackProps) => {
  const t = useT();
  const format = useFormat();
  const shown = rowsOfDay(rows, dayStart);
  const counts = countStates(shown);
  const text = t(dryRunWords.dayText)(
    label,
    format.integer(counts.full),
    format.integer(counts.part),
    format.integer(counts.silent),
  );
  const allowed = run.allowed.flatMap(({ startAt, endAt }) => {
    const block = blockOf(Date.parse(startAt), Date.parse(endAt), dayStart);
    return block ? [block] : [];
  });
  return (
    <span className={styles.track} role="img" aria-label={text}>
      {allowed.map((block) => (
        <span key={block.start} className={styles.allowed} style={place(block)} />
      ))}
      {run.stops.map((stop) => {
        const endAt = stop.endAt === null ? dayStart + DAY_MS : Date.parse(stop.endAt);
        const block = blockOf(Date.parse(stop.startAt), endAt, dayStart);
        return block ? <span key={stop.id} className={styles.stop} style={place(block)} /> : null;
      })}
      {shown.map((row) => {
        const block = blockOf(row.startAt, row.endAt, dayStart);
        const one = row.sound ?? row.silent;
        return block ? (
          <span
            key={row.key}
            className={styles.block}
            data-state={row.state}
            data-class={one.class}
            title={`${format.timeWithSeconds(row.startAt)} ${one.title}`}
            style={place(block)}
          />
        ) : null;
      })}
    </span>
  );
};

/** What the picture's colours and patterns mean. */
export const TrackLegend = () => {
  const t = useT();
  const entries = [
    ['full', dryRunWords.states.full],
    ['part', dryRunWords.states.part],
    ['silent', dryRunWords.states.silent],
    ['quiet', dryRunWords.quiet],
    ['stop', dryRunWords.stopped],
  ] as const;
  return (
    <Legend entries={entries.map(([kind, words]) => ({ kind, label: t(words) }))} swatch={styles.swatch} />
  );
};
