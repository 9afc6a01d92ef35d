import { Link } from 'wouter';
import type { PresenceCounts, PresenceState } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PresenceBar, presenceStates } from '../../ui/presence-bar.tsx';
import { PresenceIcon } from '../../ui/presence-mark.tsx';
import { countWords, presenceWords } from '../../words/domain-words.ts';
import { overviewWords } from './overview-words.ts';
import styles from './presence-panel.module.css';

interface PresencePanelProps {
  readonly presence: PresenceCounts;
  /** The area's code, where it is not the user's whole area. */
  readonly area?: string;
  /** Whether the list of these clusters may be read. */
  readonly mayRead: boolean;
}

const StateCount = ({ state, count }: { state: PresenceState; count: string }) => {
  const t = useT();
  return (
    <>
      <span className={styles.word}>
        <PresenceIcon state={state} />
        {t(presenceWords[state])}
      </span>
      <strong className={styles.number}>{count}</strong>
    </>
  );
};

export const PresencePanel = ({ presence, area, mayRead }: PresencePanelProps) => {
  const t = useT();
  const format = useFormat();
  return (
    <Panel
      title={t(overviewWords.presence)}
      aside={t(countWords.clusters)(format.integer(presence.clusters))}
    >
      <PresenceBar counts={presence} size="lg" />
      <ul className={styles.list}>
        {presenceStates.map((state) => (
          <li key={state}>
            {mayRead ? (
              <Link
                href={
                  area === undefined
                    ? `/cum-loa?ket-noi=${state}`
                    : `/cum-loa?dia-ban=${area}&ket-noi=${state}`
                }
                className={styles.state}
              >
                <StateCount state={state} count={format.integer(presence[state])} />
              </Link>
            ) : (
              <span className={styles.state}>
                <StateCount state={state} count={format.integer(presence[state])} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
};
