import type { ClusterDetail } from '../../../../controller/http/api-type.ts';
import { useServerNow } from '../../api/api-context.tsx';
import { DAY_MS } from '../../format/vietnam-time.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PresenceMark } from '../../ui/presence-mark.tsx';
import { presenceWords } from '../../words/domain-words.ts';
import { clusterWords } from './cluster-words.ts';
import styles from './presence-timeline.module.css';
import { hourTicks, segmentsOf } from './timeline-segments.ts';

const MOST_GAPS = 6;
const SHORTEST_GAP_MS = 1_000;

/** The last day of presence, and in words when the cluster was not online. */
export const PresenceTimeline = ({ intervals }: { intervals: ClusterDetail['intervals'] }) => {
  const t = useT();
  const format = useFormat();
  const toMs = useServerNow(60_000);
  const window = { fromMs: toMs - DAY_MS, toMs };
  const segments = segmentsOf(intervals, window);
  const gaps = segments
    .filter((one) => one.state !== 'online' && one.toMs - one.fromMs >= SHORTEST_GAP_MS)
    .slice(-MOST_GAPS);
  const label = segments
    .map((one) => `${format.time(one.fromMs)}–${format.time(one.toMs)} ${t(presenceWords[one.state])}`)
    .join(', ');

  return (
    <Panel title={t(clusterWords.timeline)}>
      <div className={styles.track} role="img" aria-label={label}>
        {segments.map((one) => (
          <span
            key={one.fromMs}
            className={styles.segment}
            data-state={one.state}
            style={{ left: `${one.start * 100}%`, width: `${one.share * 100}%` }}
          />
        ))}
      </div>
      <div className={styles.ticks} aria-hidden>
        {hourTicks(window, 6).map((tick) => (
          <span key={tick} style={{ left: `${((tick - window.fromMs) / DAY_MS) * 100}%` }}>
            {format.time(tick)}
          </span>
        ))}
      </div>
      {gaps.length === 0 ? (
        <p className={styles.none}>{t(clusterWords.noGaps)}</p>
      ) : (
        <div className={styles.gaps}>
          <h3>{t(clusterWords.gaps)}</h3>
          <ul>
            {gaps.map((one) => (
              <li key={one.fromMs}>
                <span className={styles.when}>
                  {format.time(one.fromMs)}–{one.open ? t(clusterWords.until) : format.time(one.toMs)}
                </span>
                <PresenceMark state={one.state} />
                <span className={styles.long}>{format.duration(one.toMs - one.fromMs)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Panel>
  );
};
