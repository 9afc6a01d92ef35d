import { Button, Text } from '@mantine/core';
import type { BrowserSession } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Tag } from '../../ui/tag.tsx';
import styles from './account.module.css';
import { accountWords } from './account-words.ts';

/** Signed-in browsers by what a person knows them by. */
export const SessionRows = ({
  sessions,
  onEnd,
}: {
  sessions: readonly BrowserSession[];
  /** Null where single ones cannot be ended. */
  onEnd: ((id: string) => void) | null;
}) => {
  const t = useT();
  const format = useFormat();
  const nameOf = ({ browser, system }: BrowserSession): string => {
    if (browser && system) return t(accountWords.deviceName)(browser, system);
    return browser ?? system ?? t(accountWords.unknownDevice);
  };
  if (sessions.length === 0) return <Text c="dimmed">{t(accountWords.noSessions)}</Text>;
  return (
    <ul className={styles.list}>
      {sessions.map((session) => (
        <li key={session.id} className={styles.row}>
          <div className={styles.what}>
            <div className={styles.name}>
              {nameOf(session)}
              {session.isThis ? <Tag tone="good">{t(accountWords.thisDevice)}</Tag> : null}
            </div>
            <div className={styles.detail}>
              {[
                session.address,
                t(accountWords.since)(format.dateTime(session.since)),
                t(accountWords.lastUsed)(format.dateTime(session.lastUsedAt)),
              ]
                .filter((part) => part !== null)
                .join(' · ')}
            </div>
          </div>
          {onEnd && !session.isThis ? (
            <Button size="xs" variant="default" onClick={() => onEnd(session.id)}>
              {t(accountWords.signOutOne)}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
};
