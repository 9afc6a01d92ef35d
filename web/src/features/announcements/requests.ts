import type { AnnouncementRequest } from '../../../../controller/http/api-type.ts';

/** So long what came to nothing is still told to whoever it concerned. */
const TOLD_MS = 3 * 60_000;

type Standing = Pick<AnnouncementRequest, 'state' | 'expiresAt'>;

/** By this clock: the list may be older than the end of a request. */
export const isOver = ({ state, expiresAt }: Standing, now: number): boolean =>
  state !== 'waiting' || Date.parse(expiresAt) <= now;

/** What waits for this person or was asked for by them, and what came to nothing a moment ago. */
export const concerned = (
  requests: readonly AnnouncementRequest[],
  username: string,
  now: number,
): AnnouncementRequest[] =>
  requests.filter((request) => {
    const isOwn = request.requestedBy === username;
    if (!isOver(request, now)) return isOwn || request.confirmable;
    const ended = request.decidedAt === null ? request.expiresAt : request.decidedAt;
    const isTold = now - Date.parse(ended) < TOLD_MS;
    if (request.state === 'refused') return isOwn && isTold;
    return (
      (request.state === 'expired' || request.state === 'waiting') && isTold && (isOwn || request.confirmable)
    );
  });
