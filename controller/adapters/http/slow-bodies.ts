import type { IncomingMessage, ServerResponse } from 'node:http';

/** A body must bring so much a second after its first moments: less is a line that died, or an attack. */
export type BodyPace = Readonly<{ graceMs: number; bytesPerSecond: number }>;

export type SlowBodies = Readonly<{
  watch: (request: IncomingMessage, response: ServerResponse) => void;
  stop: () => void;
}>;

type Watched = Readonly<{ startedAt: number; bytesBefore: number }>;

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Ends requests whose body trickles in, so that a handful of them cannot hold the server. */
export const createSlowBodies = ({ graceMs, bytesPerSecond }: BodyPace): SlowBodies => {
  const watched = new Map<IncomingMessage, Watched>();
  const isTooSlow = (request: IncomingMessage, { startedAt, bytesBefore }: Watched): boolean => {
    const overMs = performance.now() - startedAt - graceMs;
    return overMs > 0 && request.socket.bytesRead - bytesBefore < (overMs / 1_000) * bytesPerSecond;
  };
  const look = (): void => {
    for (const [request, entry] of watched) if (isTooSlow(request, entry)) request.socket.destroy();
  };
  const timer = setInterval(look, Math.max(10, Math.min(5_000, graceMs / 2))).unref();

  return {
    watch: (request, response) => {
      if (!hasBody(request)) return;
      watched.set(request, { startedAt: performance.now(), bytesBefore: request.socket.bytesRead });
      const forget = (): void => {
        watched.delete(request);
      };
      request.once('end', forget);
      request.once('close', forget);
      response.once('close', forget);
    },
    stop: () => clearInterval(timer),
  };
};
