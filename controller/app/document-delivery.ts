import type { DocumentRow } from './ports/rows.ts';
import type { Clock, DeviceLink, Log } from './ports/runtime.ts';
import type { Store } from './ports/store.ts';

/**
 * Brings stored documents to the broker, retained. What cannot go now stays: for the next attempt while
 * the process lives, and for the next start after it.
 */
export type DocumentDelivery = Readonly<{
  /** Takes rows that are stored. Resolves when each was handed over, failed, or the link went down. */
  deliver: (rows: readonly DocumentRow[]) => Promise<void>;
  /** Another attempt for all that is left. */
  retry: () => Promise<void>;
  /** Resolves with the attempt that runs now, if any. */
  settled: () => Promise<void>;
  /** Gives up what is on its way and attempts nothing more. */
  stop: () => Promise<void>;
}>;

/** As many at once: the broker keeps order within a connection, and one topic is never in flight twice. */
const atOnce = 32;
const answerWithinMs = 30_000;

export const createDocumentDelivery = (deps: {
  link: Pick<DeviceLink, 'publish' | 'isUp'>;
  store: Pick<Store, 'documents'>;
  clock: Clock;
  log: Log;
}): DocumentDelivery => {
  const { link, store, clock, log } = deps;
  const waiting = new Map<string, DocumentRow>();
  const giveUps = new Set<() => void>();
  let running: Promise<void> | null = null;
  let isStopped = false;

  /** A broker that never answers must not hold up the documents behind, nor the end of the process. */
  const publish = (row: DocumentRow): Promise<void> =>
    new Promise((resolve, reject) => {
      const settle = (then: () => void): void => {
        giveUps.delete(giveUp);
        cancel();
        then();
      };
      const giveUp = () => settle(() => reject(new Error('The broker did not answer in time')));
      const cancel = clock.after(answerWithinMs, giveUp);
      giveUps.add(giveUp);
      link.publish(row.topic, row.jws, { qos: 1, retain: true }).then(
        () => settle(resolve),
        (error: unknown) => settle(() => reject(error)),
      );
    });

  const attempt = async (row: DocumentRow): Promise<boolean> => {
    try {
      await publish(row);
      return true;
    } catch (error) {
      log.warn({ err: error, topic: row.topic }, 'A document could not be published and waits');
      return false;
    }
  };

  const markPublished = async (rows: readonly DocumentRow[]): Promise<void> => {
    const fresh = rows.filter((row) => !row.published).map(({ topic, version }) => ({ topic, version }));
    if (fresh.length > 0) await store.documents.markPublished(fresh);
  };

  const pass = async (): Promise<void> => {
    const failed = new Set<DocumentRow>();
    // So that `running` is set before it can be cleared.
    await Promise.resolve();
    try {
      while (link.isUp() && !isStopped) {
        const batch = [...waiting.values()].filter((row) => !failed.has(row)).slice(0, atOnce);
        if (batch.length === 0) return;
        const taken = await Promise.all(batch.map(attempt));
        const delivered = batch.filter((row, index) => {
          if (taken[index]) return true;
          failed.add(row);
          return false;
        });
        // A newer version may have taken the place of the one that was in flight.
        for (const row of delivered) if (waiting.get(row.topic) === row) waiting.delete(row.topic);
        await markPublished(delivered);
      }
    } catch (error) {
      log.error(
        { err: error },
        'Published documents could not be marked; they are sent again at the next start',
      );
    } finally {
      running = null;
    }
  };

  const retry = (): Promise<void> => {
    running ??= pass();
    return running;
  };

  return {
    deliver: (rows) => {
      for (const row of rows) {
        const other = waiting.get(row.topic);
        if (!other || other.version <= row.version) waiting.set(row.topic, row);
      }
      return retry();
    },
    retry,
    settled: () => running ?? Promise.resolve(),
    stop: async () => {
      isStopped = true;
      for (const giveUp of [...giveUps]) giveUp();
      await running;
    },
  };
};
