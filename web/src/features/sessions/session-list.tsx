import { ActionIcon, Menu } from '@mantine/core';
import { IconBroadcast, IconCircleX, IconDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Session } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { sessionsQuery } from '../../api/queries.ts';
import { useFormat, useLanguage, useT } from '../../i18n/language.tsx';
import { DemoMark } from '../../ui/demo-mark.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Panel } from '../../ui/panel.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Tag } from '../../ui/tag.tsx';
import { commonWords } from '../../words/common-words.ts';
import { classWords } from '../../words/domain-words.ts';
import { exceptionWords } from '../../words/exception-words.ts';
import { EndSessionDialog } from './end-session-dialog.tsx';
import { describeRrule } from './recurrence.ts';
import styles from './session-list.module.css';
import { sessionWords } from './session-words.ts';

const SessionRow = ({ session, onEnd }: { session: Session; onEnd: (() => void) | undefined }) => {
  const t = useT();
  const format = useFormat();
  const { language } = useLanguage();
  const [date = '', time = ''] = session.startsLocal.split('T');
  return (
    <article className={styles.row}>
      <div className={styles.when}>
        <strong>{time.slice(0, 5)}</strong>
        <span>{session.rrule === null ? format.longDate(date) : describeRrule(session.rrule, language)}</span>
      </div>
      <div className={styles.what}>
        <h3 className={styles.title}>{session.title}</h3>
        <p className={styles.where}>
          {session.targetNames.join(', ')} · {t(sessionWords.reaches)(format.integer(session.communes))} ·{' '}
          {format.duration(session.durationMs)} {session.demo ? <DemoMark /> : null}
        </p>
        <p className={styles.tags}>
          {session.endedAt ? <Tag>{t(sessionWords.ended)}</Tag> : null}
          {session.class === 'normal' ? null : <Tag tone="warn">{t(classWords[session.class])}</Tag>}
          {session.exception ? (
            <Tag tone="exception">{t(exceptionWords.label)(session.exception.reason)}</Tag>
          ) : null}
        </p>
      </div>
      {onEnd && !session.endedAt ? (
        <Menu>
          <Menu.Target>
            <ActionIcon color="gray" aria-label={`${t(commonWords.details)}: ${session.title}`}>
              <IconDots size={20} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              c="var(--tt-bad)"
              leftSection={<IconCircleX size={18} stroke={1.7} aria-hidden />}
              onClick={onEnd}
            >
              {t(sessionWords.end)}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </article>
  );
};

/** Every session with its recurrence, those in force first. */
export const SessionList = ({ area, mayChange }: { area: string; mayChange: boolean }) => {
  const t = useT();
  const [ending, setEnding] = useState<Session | null>(null);
  const sessions = useQuery(sessionsQuery(useApi(), area));
  return (
    <>
      <QueryView query={sessions}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty
              icon={<IconBroadcast size={24} stroke={1.6} aria-hidden />}
              title={t(sessionWords.nothing)}
              hint={t(sessionWords.nothingHint)}
            />
          ) : (
            <Panel flush className={styles.panel}>
              <ul className={styles.list}>
                {[...items]
                  .sort((a, b) => Number(a.endedAt !== null) - Number(b.endedAt !== null))
                  .map((session) => (
                    <li key={session.id}>
                      <SessionRow
                        session={session}
                        onEnd={mayChange ? () => setEnding(session) : undefined}
                      />
                    </li>
                  ))}
              </ul>
            </Panel>
          )
        }
      </QueryView>
      <EndSessionDialog session={ending} onClose={() => setEnding(null)} />
    </>
  );
};
