import { useFormat, useT } from '../../i18n/language.tsx';
import { HourTicks } from '../../ui/hour-ticks.tsx';
import { Legend } from '../../ui/legend.tsx';
import { type DayRules, quietSpans, timeOf } from './policy-week.ts';
import { policyWords } from './policy-words.ts';
import styles from './week-picture.module.css';

const DAY = 1_440;
const place = ({ from, to }: { from: number; to: number }) => ({
  left: `${(from / DAY) * 100}%`,
  width: `${((to - from) / DAY) * 100}%`,
});
/** Narrower than this a span's hours do not fit into it; the row's text says them all the same. */
const LABEL_MINUTES = 210;

const Day = ({ day }: { day: DayRules }) => {
  const t = useT();
  const format = useFormat();
  const windows = day.windows.map(({ from, to }) => `${timeOf(from)}–${timeOf(to)}`).join(', ');
  const text = t(policyWords.dayText)(
    t(policyWords.weekdays)[day.weekday] ?? '',
    windows || t(policyWords.never),
  );
  return (
    <li className={styles.day}>
      <span className={styles.name} aria-hidden>
        {t(policyWords.shortWeekdays)[day.weekday]}
      </span>
      <span
        className={styles.track}
        data-capped={day.caps.length > 0 || undefined}
        role="img"
        aria-label={text}
        title={text}
      >
        {quietSpans(day.windows).map((span) => (
          <span key={span.from} className={styles.quiet} style={place(span)} />
        ))}
        {day.windows.map((span) => (
          <span key={span.from} className={styles.window} style={place(span)}>
            {span.to - span.from >= LABEL_MINUTES ? `${timeOf(span.from)}–${timeOf(span.to)}` : null}
          </span>
        ))}
        {day.caps.map((cap) => (
          <span key={`${cap.from} ${cap.maxVolume}`} className={styles.cap} style={place(cap)}>
            {cap.to - cap.from >= LABEL_MINUTES / 2
              ? t(policyWords.capOf)(format.integer(cap.maxVolume))
              : null}
          </span>
        ))}
      </span>
    </li>
  );
};

/** The week as a picture: light where sound is allowed, hatched where it is not. */
export const WeekPicture = ({ week }: { week: readonly DayRules[] }) => {
  const t = useT();
  const hasCaps = week.some((day) => day.caps.length > 0);
  const entries = [
    { kind: 'window', label: t(policyWords.may) },
    { kind: 'quiet', label: t(policyWords.mayNot) },
    ...(hasCaps ? [{ kind: 'cap', label: t(policyWords.capped) }] : []),
  ];
  return (
    <div className={styles.root}>
      <ol className={styles.days}>
        {week.map((day) => (
          <Day key={day.weekday} day={day} />
        ))}
      </ol>
      <div className={styles.ticks}>
        <HourTicks />
      </div>
      <Legend entries={entries} swatch={styles.swatch} />
    </div>
  );
};
