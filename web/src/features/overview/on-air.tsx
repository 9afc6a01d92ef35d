import type { ScheduleEntry } from '../../../../controller/http/api-type.ts';
import { useServerNow } from '../../api/api-context.tsx';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Equalizer } from '../../ui/equalizer.tsx';
import { overviewWords } from './overview-words.ts';
import styles from './session-hero.module.css';

const STARTING_MS = 20_000;

/** The item of an instant, and the one after it. */
const itemsAt = (entry: ScheduleEntry, now: number) => ({
  current: entry.items.find((item) => Date.parse(item.startAt) <= now && now < Date.parse(item.endAt)),
  following: entry.items.find((item) => Date.parse(item.startAt) > now),
});

export const OnAir = ({ entries, playing }: { entries: readonly ScheduleEntry[]; playing: number }) => {
  const t = useT();
  const format = useFormat();
  const now = useServerNow();
  const [entry, ...others] = entries;
  if (!entry) return null;

  const startAt = Date.parse(entry.startAt);
  const endAt = Date.parse(entry.soundEndAt ?? entry.endAt);
  const share = Math.min(1, Math.max(0, (now - startAt) / Math.max(1, endAt - startAt)));
  const items = itemsAt(entry, now);
  // Loudspeakers start on their own; their word of it takes a moment to arrive.
  const isStarting = playing === 0 && now - startAt < STARTING_MS;

  return (
    <div className={styles.main}>
      <p className={styles.eyebrow} data-live>
        <Equalizer size={18} />
        {t(overviewWords.onAir)}
      </p>
      <div className={styles.line}>
        <h2 className={styles.title}>{entry.title}</h2>
        <span className={styles.when}>
          {format.time(entry.startAt)}–{format.time(entry.endAt)}
        </span>
      </div>
      <p className={styles.note}>{[entry, ...others].map((one) => one.targetNames.join(', ')).join(' · ')}</p>
      <p className={styles.figure} data-testid="playing-count">
        <strong>{format.integer(playing)}</strong>
        <span>{t(isStarting ? overviewWords.playingSoon : overviewWords.playingNow)}</span>
      </p>
      <div className={styles.progress} aria-hidden>
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <div className={styles.program}>
        <p>
          <span>{t(overviewWords.nowItem)}</span>
          <strong>{items.current?.title ?? t(overviewWords.silentSlot)}</strong>
          {items.current ? (
            <span className={styles.left}>
              {t(overviewWords.remaining)(format.countdown(Date.parse(items.current.endAt) - now))}
            </span>
          ) : null}
        </p>
        {items.following ? (
          <p>
            <span>{t(overviewWords.thenItem)}</span>
            {items.following.title}
            <span className={styles.left}>{format.time(items.following.startAt)}</span>
          </p>
        ) : null}
      </div>
    </div>
  );
};
