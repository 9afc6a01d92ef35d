import { describe, expect, it } from 'vitest';
import type { PlayEvent } from '#protocol';
import { createIngest } from '../../../../../controller/app/ingest/ingest.ts';
import type { Store } from '../../../../../controller/app/ports/store.ts';
import { batchOf, createIngestField, type IngestField, topicsOf } from '../../../../support/ingest-field.ts';
import { endedEvent, startedEvent } from '../../../../support/play-events.ts';
import { silentLog } from '../../../../support/silent-log.ts';

const mine = topicsOf('dev-1');
const startedAs = (seq: number): PlayEvent => startedEvent({ seq, itemId: `item-${seq}` });

const sendBatch = async (
  field: IngestField,
  events: readonly PlayEvent[],
  patch: Record<string, unknown> = {},
): Promise<void> => {
  field.send(mine.playback, await batchOf(field.device, events, patch));
  await field.ingest.drain();
};
const ackedSeqs = (field: IngestField): unknown[] =>
  field.sentTo(mine.ack).map((ack) => (typeof ack === 'object' && ack ? Reflect.get(ack, 'seq') : null));
const cursors = (field: IngestField) => field.store.spools.cursors(['dev-1']);
const outcome = async (field: IngestField) =>
  (await field.store.playbacks.many([{ itemId: 'item-1', deviceId: 'dev-1' }]))[0]?.outcome;

describe('a batch of play events', () => {
  it('is stored, brought into the ledger, and then acknowledged', async () => {
    const field = await createIngestField();
    await sendBatch(field, [startedEvent(), endedEvent()]);
    expect(await cursors(field)).toEqual([{ deviceId: 'dev-1', spoolId: 'spool-1', seq: 2 }]);
    expect(await outcome(field)).toBe('played');
    expect(field.sentTo(mine.ack)).toMatchObject([
      { schema: 'tt/playback-ack/1', topic: mine.ack, deviceId: 'dev-1', spoolId: 'spool-1', seq: 2 },
    ]);
    expect(field.link.published[0]).toMatchObject({ qos: 1, retain: false });
  });

  it('that comes again is acknowledged again and changes nothing', async () => {
    const field = await createIngestField();
    await sendBatch(field, [startedEvent(), endedEvent()]);
    const before = await field.store.playbacks.many([{ itemId: 'item-1', deviceId: 'dev-1' }]);
    await field.clock.advance(5_000);
    await sendBatch(field, [startedEvent(), endedEvent()]);
    expect(ackedSeqs(field)).toEqual([2, 2]);
    expect(await field.store.playbacks.many([{ itemId: 'item-1', deviceId: 'dev-1' }])).toEqual(before);
  });

  it('beyond a hole is not stored; the acknowledgement sends the device back', async () => {
    const field = await createIngestField();
    await sendBatch(field, [startedAs(1)]);
    await sendBatch(field, [startedAs(5), startedAs(6)]);
    expect(ackedSeqs(field)).toEqual([1, 1]);
    await sendBatch(field, [startedAs(2), startedAs(3), startedAs(4), startedAs(5)]);
    expect(ackedSeqs(field)).toEqual([1, 1, 5]);
    expect(field.ingest.rejected().get('playback.wrong-sequence')).toBe(1);
  });

  it('is one of so many; a device that makes up more waits, and nobody else does', async () => {
    const field = await createIngestField();
    const all = Array.from({ length: 200 }, (_, n) => startedAs(n + 1));
    for (let n = 0; n < 101; n += 1) await sendBatch(field, all, { spoolId: `spool-${n}` });
    expect(await cursors(field)).toHaveLength(100);
    expect(field.ingest.rejected().get('playback.busy')).toBe(1);
    expect(field.sentTo(mine.ack)).toHaveLength(100);
    const other = await batchOf(field.device, [startedEvent()], { deviceId: 'dev-2' });
    field.send(topicsOf('dev-2').playback, other);
    await field.ingest.drain();
    expect(field.sentTo(topicsOf('dev-2').ack)).toHaveLength(1);
    await field.clock.advance(60 * 60_000);
    await sendBatch(field, all, { spoolId: 'spool-100' });
    expect(field.sentTo(mine.ack)).toHaveLength(101);
  });

  it('is taken past a gap that the device declares', async () => {
    const field = await createIngestField();
    await sendBatch(field, [startedAs(1)]);
    await sendBatch(field, [{ type: 'gap', seq: 40, at: field.clock.now(), firstLost: 2 }, startedAs(41)]);
    expect(ackedSeqs(field)).toEqual([1, 41]);
    expect(field.ledger.gaps()).toBe(1);
  });

  it('of a receiver that was revoked meanwhile counts up to its revocation, and not beyond', async () => {
    const field = await createIngestField();
    const device = field.directory.devices.get('dev-1');
    if (!device) throw new Error('There is no device.');
    const inServiceTo = field.clock.now() + 1_000;
    await field.directory.updateDevice({ ...device, status: 'revoked', secretHash: null, inServiceTo });
    await field.clock.advance(60_000);
    const before = startedEvent({ seq: 1, itemId: 'item-1', at: inServiceTo });
    const after = startedEvent({ seq: 2, itemId: 'item-2', at: inServiceTo + 1 });
    const afterThat = startedEvent({ seq: 3, itemId: 'item-3', at: inServiceTo - 1 });
    await sendBatch(field, [before, after, afterThat]);
    expect(await cursors(field)).toEqual([{ deviceId: 'dev-1', spoolId: 'spool-1', seq: 1 }]);
    const keys = ['item-1', 'item-2', 'item-3'].map((itemId) => ({ itemId, deviceId: 'dev-1' }));
    expect((await field.store.playbacks.many(keys)).map(({ itemId }) => itemId)).toEqual(['item-1']);
    await sendBatch(field, [after]);
    expect(field.ingest.rejected().get('playback.not-in-service')).toBe(1);
  });

  it('of a spool that was formatted begins a new count', async () => {
    const field = await createIngestField();
    await sendBatch(field, [startedAs(1), startedAs(2)]);
    await sendBatch(field, [startedAs(1)], { spoolId: 'spool-2' });
    expect(await cursors(field)).toMatchObject([
      { spoolId: 'spool-1', seq: 2 },
      { spoolId: 'spool-2', seq: 1 },
    ]);
  });

  it('waits for others of the same tenth of a second, and all share one commit', async () => {
    let commits = 0;
    const counted = (store: Store): Store => ({
      ...store,
      transaction: (work) => {
        commits += 1;
        return store.transaction(work);
      },
    });
    const field = await createIngestField({ store: counted });
    commits = 0;
    for (const events of [[startedAs(1)], [startedAs(2)], [startedAs(3), startedAs(4)]]) {
      field.send(mine.playback, await batchOf(field.device, events));
    }
    field.send(
      topicsOf('dev-2').playback,
      await batchOf(field.device, [startedAs(1)], { deviceId: 'dev-2' }),
    );
    await field.clock.advance(99);
    expect(commits).toBe(0);
    await field.ingest.drain();
    expect(commits).toBe(1);
    expect(ackedSeqs(field)).toEqual([4]);
    expect(field.sentTo(topicsOf('dev-2').ack)).toMatchObject([{ seq: 1 }]);
  });

  it('is known to the next run of the controller too', async () => {
    const field = await createIngestField();
    await sendBatch(field, [startedAs(1), startedAs(2)]);
    const { ledger, presence, reports, link, events, clock, store, directory } = field;
    const sent: unknown[] = [];
    const next = createIngest({
      ...{ ledger, presence, reports, link, events, clock, store, directory },
      log: silentLog,
      documents: {
        configVersion: () => 0,
        config: async () => ({ topic: '', jws: '' }),
        time: async () => ({ topic: '', jws: '' }),
        playbackAck: async (_deviceId: string, stored: object) => {
          sent.push(stored);
          return { topic: mine.ack, jws: '' };
        },
      },
      continueAbove: async () => true,
    });
    next.handle(mine.playback, Buffer.from(await batchOf(field.device, [startedAs(2), startedAs(3)])));
    await next.drain();
    expect(sent).toEqual([{ spoolId: 'spool-1', seq: 3 }]);
  });
});

describe('when the store fails', () => {
  const failing =
    (shouldFail: (events: readonly { deviceId: string }[]) => boolean) =>
    (store: Store): Store => {
      const wrap = (inner: Store): Store => ({
        ...inner,
        transaction: (work) => inner.transaction((tx) => work(wrap(tx))),
        spools: {
          ...inner.spools,
          append: async (events, moved) => {
            await inner.spools.append(events, moved);
            if (shouldFail(events)) throw new Error('disk full');
          },
        },
      });
      return wrap(store);
    };

  it('nothing is acknowledged, and the device succeeds when it sends again', async () => {
    let isFull = true;
    const field = await createIngestField({ store: failing(() => isFull) });
    await sendBatch(field, [startedEvent(), endedEvent()]);
    expect(field.link.published).toEqual([]);
    expect(await cursors(field)).toEqual([]);
    isFull = false;
    await sendBatch(field, [startedEvent(), endedEvent()]);
    expect(ackedSeqs(field)).toEqual([2]);
    expect(await outcome(field)).toBe('played');
  });

  it('for the events of one device, those of the others are stored all the same', async () => {
    const field = await createIngestField({
      store: failing((events) => events.some(({ deviceId }) => deviceId === 'dev-2')),
    });
    field.send(
      topicsOf('dev-2').playback,
      await batchOf(field.device, [startedAs(1)], { deviceId: 'dev-2' }),
    );
    await sendBatch(field, [startedEvent()]);
    expect(ackedSeqs(field)).toEqual([1]);
    expect(field.sentTo(topicsOf('dev-2').ack)).toEqual([]);
    expect(field.ingest.rejected().get('playback.failed')).toBe(1);
  });

  it('an acknowledgement that could not be sent is made up for by the next one', async () => {
    const field = await createIngestField();
    field.link.setUp(false);
    await sendBatch(field, [startedAs(1)]);
    field.link.setUp(true);
    await sendBatch(field, [startedAs(1)]);
    expect(ackedSeqs(field)).toEqual([1]);
  });
});

it('a device that floods is heard in measure, and loses nothing', async () => {
  const field = await createIngestField();
  const batches = await Promise.all([1, 2, 3, 4, 5, 6].map((seq) => batchOf(field.device, [startedAs(seq)])));
  for (const batch of batches) field.send(mine.playback, batch);
  await field.ingest.drain();
  expect(field.ingest.rejected().get('playback.busy')).toBe(2);
  expect(ackedSeqs(field)).toEqual([4]);
});
