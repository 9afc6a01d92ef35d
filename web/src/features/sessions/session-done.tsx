import { Button, Stack } from '@mantine/core';
import { IconCircleCheck, IconHeadphones } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Session } from '../../../../controller/http/api-type.ts';
import { useApi, useServerNow } from '../../api/api-context.tsx';
import { clustersQuery } from '../../api/queries.ts';
import { instantOf, localDateOf } from '../../format/vietnam-time.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { SaveWarnings } from './save-warnings.tsx';
import styles from './session-done.module.css';
import { sessionWords } from './session-words.ts';

interface SessionDoneProps {
  readonly session: Session;
  onClose(): void;
  onAnother(): void;
}

/** Offers one loudspeaker that will play it, so that the person who scheduled it can hear it. */
const ListenLink = ({ session, onClose }: Pick<SessionDoneProps, 'session' | 'onClose'>) => {
  const t = useT();
  const target = session.targets.find((one) => 'areaCode' in one);
  const clusters = useInfiniteQuery({
    ...clustersQuery(useApi(), { area: target?.areaCode ?? session.area.code, presence: 'online', limit: 1 }),
    // One may come online while the person still reads.
    refetchInterval: (query) => (query.state.data?.pages[0]?.items.length ? false : 3_000),
  });
  const cluster = clusters.data?.pages[0]?.items[0];
  if (!cluster) return null;
  return (
    <Button
      component={Link}
      href={`/cum-loa/${cluster.id}`}
      size="md"
      className={styles.listen}
      leftSection={<IconHeadphones size={20} aria-hidden />}
      onClick={onClose}
    >
      {t(sessionWords.listenAt)(cluster.name)}
    </Button>
  );
};

export const SessionDone = ({ session, onClose, onAnother }: SessionDoneProps) => {
  const t = useT();
  const format = useFormat();
  const now = useServerNow();
  const [date = '', time = ''] = session.startsLocal.split('T');
  const target = session.targets.find((one) => 'areaCode' in one)?.areaCode ?? session.area.code;
  const left = instantOf(date, time) - now;
  const when = `${time.slice(0, 5)}, ${format.dayInText(date, localDateOf(now))}`;
  return (
    <div className={styles.root} role="status">
      <IconCircleCheck size={44} stroke={1.4} aria-hidden className={styles.icon} />
      <h3 className={styles.title}>{t(sessionWords.done)}</h3>
      <p className={styles.lead}>{t(sessionWords.doneLead)(session.title, when)}</p>
      <p className={styles.countdown}>
        {left > 0 ? (
          <>
            <span>{t(sessionWords.startsIn)}</span>
            <strong>{format.countdown(left)}</strong>
          </>
        ) : (
          <strong>{t(sessionWords.started)}</strong>
        )}
      </p>
      <SaveWarnings
        title={t(sessionWords.warnings)}
        warnings={session.warnings}
        areaCode={target}
        date={date}
        onFollow={onClose}
      />
      <Stack gap="xs" w="100%" mt="md">
        <ListenLink session={session} onClose={onClose} />
        <Button component={Link} href="/buoi-phat" variant="default" onClick={onClose}>
          {t(sessionWords.seeSessions)}
        </Button>
        <Button variant="subtle" onClick={onAnother}>
          {t(sessionWords.another)}
        </Button>
      </Stack>
    </div>
  );
};
