import { Button } from '@mantine/core';
import { IconClockX, IconUrgent } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AnnouncementRequest, Me } from '../../../../controller/http/api-type.ts';
import { useApi, useServerNow } from '../../api/api-context.tsx';
import { announcementRequestsQuery } from '../../api/broadcast-queries.ts';
import { asProblem } from '../../api/problem.ts';
import { PlayButton } from '../../audio/play-button.tsx';
import { PlayerProvider, usePlayer } from '../../audio/player-context.tsx';
import { mayDo } from '../../frame/may-do.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { useRefetchInterval } from '../../live/live-provider.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { GlassForm } from './glass-form.tsx';
import styles from './request-cards.module.css';
import { requestWords } from './request-words.ts';
import { concerned, isOver } from './requests.ts';

const QUIET_MS = 15_000;

const Sound = ({ request }: { request: AnnouncementRequest }) => {
  const url = request.asset?.url ?? '';
  const player = usePlayer(url);
  if (!request.asset) return null;
  return (
    <PlayButton title={request.title} playing={player.now.playing} onToggle={() => player.toggle(url)} />
  );
};

/** Who asks for what, where; and for how long it still waits. */
const Facts = ({ request }: { request: AnnouncementRequest }) => {
  const t = useT();
  const format = useFormat();
  return (
    <div className={styles.facts}>
      <Sound request={request} />
      <div className={styles.text}>
        <strong className={styles.title}>{request.title}</strong>
        <span className={styles.where}>
          {request.targetNames.join(', ')}
          {request.durationMs === null
            ? ''
            : ` · ${t(requestWords.forLong)(format.duration(request.durationMs))}`}
        </span>
        <span>{t(requestWords.askedBy)(request.requestedBy, format.time(request.requestedAt))}</span>
        {request.reason === null ? null : <span>“{request.reason}”</span>}
        {request.liftsStops ? <span>{t(requestWords.lifts)}</span> : null}
      </div>
    </div>
  );
};

const Card = ({
  me,
  request,
  onDismiss,
}: {
  me: Me;
  request: AnnouncementRequest;
  onDismiss: () => void;
}) => {
  const t = useT();
  const format = useFormat();
  const api = useApi();
  const client = useQueryClient();
  const now = useServerNow();
  const isOwn = request.requestedBy === me.user.username;
  const settle = { onSettled: () => client.invalidateQueries({ queryKey: ['announcements'] }) };
  const confirm = useMutation({ mutationFn: () => api.confirmRequest(request.id), ...settle });
  const end = useMutation({
    mutationFn: () => (isOwn ? api.withdrawRequest(request.id) : api.refuseRequest(request.id)),
    ...settle,
  });
  const glass = useMutation({
    mutationFn: (reason: string) => api.breakGlass(request.id, reason),
    ...settle,
  });
  const over = isOver(request, now);
  const problem = confirm.error ?? end.error ?? glass.error;

  if (over)
    return (
      <article className={styles.card} data-over role="alert">
        <p className={styles.head}>
          <IconClockX size={22} stroke={1.9} aria-hidden />
          <strong>
            {request.state === 'refused'
              ? t(requestWords.refused)(request.decidedBy ?? '')
              : t(requestWords.expired)}
          </strong>
        </p>
        <Facts request={request} />
        <Button variant="default" onClick={onDismiss}>
          {t(requestWords.dismiss)}
        </Button>
      </article>
    );
  return (
    <article className={styles.card} data-testid="emergency-request">
      <p className={styles.head}>
        <IconUrgent size={22} stroke={1.9} aria-hidden />
        <strong>{t(isOwn ? requestWords.waiting : requestWords.needsYou)}</strong>
        <span className={styles.left}>
          {t(requestWords.left)(format.countdown(Math.max(0, Date.parse(request.expiresAt) - now)))}
        </span>
      </p>
      <Facts request={request} />
      {problem ? <ProblemAlert problem={asProblem(problem)} /> : null}
      {isOwn ? null : (
        <HoldButton
          tone="emergency"
          icon={<IconUrgent size={22} stroke={1.9} aria-hidden />}
          loading={confirm.isPending}
          onHeld={() => confirm.mutate()}
        >
          {t(requestWords.confirm)}
        </HoldButton>
      )}
      <div className={styles.actions}>
        <Button variant="default" loading={end.isPending} onClick={() => end.mutate()}>
          {t(isOwn ? requestWords.withdraw : requestWords.refuse)}
        </Button>
        {isOwn ? <GlassForm loading={glass.isPending} onHeld={(reason) => glass.mutate(reason)} /> : null}
      </div>
    </article>
  );
};

/** Wide emergencies that wait for this person, or for another one: on every page, until decided or run out. */
export const RequestCards = ({ me }: { me: Me }) => {
  const t = useT();
  const approves = mayDo(me, 'announcements.emergency');
  const now = useServerNow();
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(() => new Set());
  const query = useQuery({
    ...announcementRequestsQuery(useApi()),
    enabled: approves,
    refetchInterval: useRefetchInterval(QUIET_MS),
  });
  const shown = concerned(query.data?.items ?? [], me.user.username, now).filter(
    ({ id }) => !dismissed.has(id),
  );
  if (!approves || shown.length === 0) return null;
  return (
    <PlayerProvider>
      <section className={styles.cards} aria-label={t(requestWords.heading)}>
        {shown.map((request) => (
          <Card
            key={request.id}
            me={me}
            request={request}
            onDismiss={() => setDismissed((held) => new Set([...held, request.id]))}
          />
        ))}
      </section>
    </PlayerProvider>
  );
};
