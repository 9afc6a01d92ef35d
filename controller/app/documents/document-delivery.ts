import type { Clock, DeviceLink, Log } from '../ports/runtime.ts';
import type { DocumentRow } from '../ports/store/documents.ts';
import type { Store } from '../ports/store.ts';

/**
 * Brings stored documents to the broker, retained. What cannot go now stays: for the next attempt while
 * the process lives, and for the next start after it.
 */
export type DocumentDelivery = Readonly<{
  /** Takes rows that are stored. Resolves when each was handed over, failed, or the link went down. */
  deliver: (rows: readonly DocumentRow[]) => Promise<void>;
  /** The same at once, past everything that waits. */
  deliverNow: (rows: readonly DocumentRow[]) => Promise<void>;
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
/** A document that had to go at once is tried again this soon. */
const retrySoonMs = 1_000;
/** What had to go at once is marked when those who wait for it have it. */
const markAfterMs = 1_000;

const unmarked = 'Published documents could not be marked; they are sent again at the next start';

export const createDocumentDelivery = (deps: {
  link: Pick<DeviceLink, 'publish' | 'isUp'>;
  store: Pick<Store, 'documents'>;
  clock: Clock;
  log: Log;
}): DocumentDelivery => {
  const { link, store, clock, log } = deps;
  const waiting = new Map<string, DocumentRow>();
  /** On their way past the others. */
  const hurried = new Set<DocumentRow>();
  const hurries = new Set<Promise<void>>();
  const giveUps = new Set<() => void>();
  let unmarkedRows: DocumentRow[] = [];
  let cancelMarking: (() => void) | null = null;
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

  const conclude = (delivered: readonly DocumentRow[]): void => {
    // A newer version may have taken the place of the one that was in flight.
    for (const row of delivered) if (waiting.get(row.topic) === row) waiting.delete(row.topic);
  };

  const markHurried = async (): Promise<void> => {
    cancelMarking?.();
    cancelMarking = null;
    const rows = unmarkedRows;
    unmarkedRows = [];
    try {
      await markPublished(rows);
    } catch (error) {
      log.error({ err: error }, unmarked);
    }
  };

  const pass = async (): Promise<void> => {
    const failed = new Set<DocumentRow>();
    // So that `running` is set before it can be cleared.
    await Promise.resolve();
    try {
      while (link.isUp() && !isStopped) {
        const batch = [...waiting.values()]
          .filter((row) => !failed.has(row) && !hurried.has(row))
          .slice(0, atOnce);
        if (batch.length === 0) return;
        const taken = await Promise.all(batch.map(attempt));
        const delivered = batch.filter((row, index) => {
          if (taken[index]) return true;
          failed.add(row);
          return false;
        });
        conclude(delivered);
        await markPublished(delivered);
      }
    } catch (error) {
      log.error({ err: error }, unmarked);
    } finally {
      running = null;
    }
  };

  const retry = (): Promise<void> => {
    running ??= pass();
    return running;
  };

  const add = (rows: readonly DocumentRow[]): void => {
    for (const row of rows) {
      const other = waiting.get(row.topic);
      if (!other || other.version <= row.version) waiting.set(row.topic, row);
    }
  };

  const hurry = async (rows: readonly DocumentRow[]): Promise<void> => {
    for (const row of rows) hurried.add(row);
    const taken = await Promise.all(rows.map(attempt));
    for (const row of rows) hurried.delete(row);
    if (!taken.every(Boolean) && !isStopped) clock.after(retrySoonMs, () => void retry());
    const delivered = rows.filter((_, index) => taken[index]);
    conclude(delivered);
    unmarkedRows.push(...delivered);
    cancelMarking ??= clock.after(markAfterMs, () => void markHurried());
  };

  return {
    deliver: (rows) => {
      add(rows);
      return retry();
    },
    deliverNow: async (rows) => {
      // Also among those that wait, so that an older version behind cannot follow this one out.
      add(rows);
      if (!link.isUp() || isStopped) return;
      const done = hurry(rows).finally(() => hurries.delete(done));
      hurries.add(done);
      await done;
    },
    retry,
    settled: () => running ?? Promise.resolve(),
    stop: async () => {
      isStopped = true;
      for (const giveUp of [...giveUps]) giveUp();
      await running;
      await Promise.all(hurries);
      await markHurried();
    },
  };
};
