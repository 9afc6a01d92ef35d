import { IconAlertTriangle, IconCircleCheck, IconHelpCircle, IconHourglassHigh } from '@tabler/icons-react';
import type { Pair } from '../../i18n/language.tsx';
import { useFormat, useT } from '../../i18n/language.tsx';
import { OutcomeBar } from '../../ui/outcome-bar.tsx';
import { Panel } from '../../ui/panel.tsx';
import { overviewWords } from '../overview/overview-words.ts';
import { type Verdict, verdictOf } from '../overview/verdict.ts';
import { asRunWords } from './as-run-words.ts';
import type { SessionGroup } from './group-by-session.ts';
import { ItemRow } from './item-row.tsx';
import styles from './session-panel.module.css';

const verdicts: Readonly<Record<Verdict, Readonly<{ words: Pair<string>; icon: typeof IconCircleCheck }>>> = {
  all: { words: overviewWords.verdictAll, icon: IconCircleCheck },
  most: { words: overviewWords.verdictMost, icon: IconCircleCheck },
  part: { words: overviewWords.verdictPart, icon: IconAlertTriangle },
  unproven: { words: overviewWords.verdictUnproven, icon: IconHelpCircle },
  none: { words: overviewWords.verdictNone, icon: IconAlertTriangle },
  awaiting: { words: overviewWords.verdictAwaiting, icon: IconHourglassHigh },
};

interface SessionPanelProps {
  readonly group: SessionGroup;
  /** Null while its name is not known. */
  readonly title: string | null;
  readonly area: string;
}

/** One session of the day: the answer first, then its items. */
export const SessionPanel = ({ group, title, area }: SessionPanelProps) => {
  const t = useT();
  const format = useFormat();
  const verdict = verdictOf(group.outcomes);
  const { words, icon: Icon } = verdicts[verdict];
  const name = title ?? t(group.sessionId === null ? asRunWords.outsideSessions : asRunWords.sessionUnknown);
  return (
    <Panel
      flush
      className={styles.panel}
      title={`${format.time(group.startAt)} · ${name}`}
      lead={[
        `${format.timeWithSeconds(group.startAt)}–${format.timeWithSeconds(group.endAt)}`,
        t(asRunWords.items)(format.integer(group.items.length)),
        t(asRunWords.devices)(format.integer(group.devices)),
      ].join(' · ')}
      aside={
        <span className={styles.verdict} data-verdict={verdict} data-testid="session-verdict">
          <Icon size={20} stroke={1.9} aria-hidden />
          {t(words)}
        </span>
      }
    >
      <div className={styles.sum}>
        <OutcomeBar counts={group.outcomes} />
      </div>
      <ul className={styles.items}>
        {group.items.map((item) => (
          <li key={item.itemId}>
            <ItemRow item={item} area={area} />
          </li>
        ))}
      </ul>
    </Panel>
  );
};
