import type { Clock, Log } from '../ports/runtime.ts';

/** Why something that a device sent was dropped. */
export type Rejection =
  | 'unknown-topic'
  | 'unknown-device'
  | 'not-in-service'
  | 'too-large'
  | 'not-utf8'
  | 'not-json'
  | 'wrong-schema'
  | 'wrong-device'
  | 'wrong-sequence'
  | 'malformed'
  | 'unknown-key'
  | 'bad-signature'
  /** More than the controller can take in now; the device sends it again. */
  | 'busy'
  | 'failed';

export type Rejections = Readonly<{
  reject: (kind: string, reason: Rejection, deviceId: string, detail?: unknown) => void;
  /** Drops since the start by `kind.reason`. */
  counts: () => ReadonlyMap<string, number>;
}>;

/** Rubbish may come thousands of times a second, and must not fill the log with itself. */
const logEveryMs = 60_000;

export const createRejections = ({ clock, log }: { clock: Clock; log: Log }): Rejections => {
  const counts = new Map<string, number>();
  const logged = new Map<string, { at: number; count: number }>();

  return {
    reject: (kind, reason, deviceId, detail) => {
      const name = `${kind}.${reason}`;
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      const now = clock.now();
      const last = logged.get(name);
      if (last && now - last.at < logEveryMs) return;
      logged.set(name, { at: now, count });
      const fields = { kind, reason, deviceId: deviceId.slice(0, 128), detail };
      log.warn({ ...fields, dropped: count - (last?.count ?? 0) }, 'Dropped what a device sent');
    },
    counts: () => counts,
  };
};
