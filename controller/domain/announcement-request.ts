/** `withdrawn`: by whoever asked. */
export type RequestState = 'waiting' | 'confirmed' | 'refused' | 'expired' | 'withdrawn';

/** So long another person may confirm an emergency that one person asked for. */
export const confirmWithinMs = 5 * 60_000;

/** So long an emergency that somebody started alone counts together with what that person starts next. */
export const aloneWithinMs = 60 * 60_000;

/** Where a request stands at an instant: time alone ends one that nobody answered. */
export const requestStateAt = (
  request: Readonly<{ state: RequestState; expiresAt: number }>,
  now: number,
): RequestState => (request.state === 'waiting' && request.expiresAt <= now ? 'expired' : request.state);
