import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { heartbeat, playbackAckDocument } from '#protocol';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import type { PlaybackRow } from '../../controller/app/ports/store/playbacks.ts';
import type { Store } from '../../controller/app/ports/store.ts';
import { configAt, itemAt, keysAt, programAt, sha } from '../support/device-documents.ts';
import { caoXa, minute, morning, planItem } from '../support/device-field.ts';
import { createDeviceWorld, type DeviceWorld } from '../support/device-world.ts';
import {
  batchOf,
  createIngestField,
  type IngestField,
  payloadOf,
  topicsOf,
} from '../support/ingest-field.ts';
import { silentLog } from '../support/silent-log.ts';

const second = 1_000;
const day = 24 * 60 * minute;
const eve = morning - 10 * minute;
const topics = topicsOf('dev-1');
/** Three items, at 5:00, 5:10 and 5:20, known to both sides since the eve. */
const items = ['a', 'b', 'c'].map((id, index) => {
  const startAt = morning + index * 10 * minute;
  return { id, startAt, endAt: startAt + 10 * second };
});

let folder: string;
let device: DeviceWorld;
let store: Store;
/** Null while the controller is down. */
let controller: IngestField | null;
let sentUpTo: { batches: number; published: number };
let answeredUpTo: number;

const database = (): string => join(folder, 'truyenthanh.db');

/** The controller starts on the database that lies there. */
const startController = async (): Promise<void> => {
  store = await openSqliteStore({ path: database(), log: silentLog });
  controller = await createIngestField({ devices: 1, at: device.now(), store: () => store });
  answeredUpTo = 0;
  device.connect();
};
/** It ends at once, in the middle of whatever it did. */
const killController = async (): Promise<void> => {
  device.disconnect();
  controller = null;
  await store.close();
};

/** What the device has sent since the last time reaches the controller, if that is there to hear it. */
const carryUp = async (field: IngestField | null): Promise<void> => {
  const batches = device.sent.slice(sentUpTo.batches);
  const others = device.published.slice(sentUpTo.published);
  sentUpTo = { batches: device.sent.length, published: device.published.length };
  if (!field) return;
  for (const { topic, payload } of others) {
    const isBeat = heartbeat.safeParse(payload).success;
    if (topic === topics.state || isBeat) field.send(topic, payload);
  }
  for (const { events, spoolId } of batches)
    field.send(topics.playback, await batchOf(field.device, events, { spoolId }));
};
const carryDown = (field: IngestField): void => {
  for (const { topic, payload } of field.link.published.slice(answeredUpTo))
    if (topic === topics.ack) device.deliver(playbackAckDocument.parse(payloadOf(payload)));
  answeredUpTo = field.link.published.length;
};
const passUntil = async (instant: number): Promise<void> => {
  while (device.now() < instant) {
    device.advance(second);
    await carryUp(controller);
    if (!controller) continue;
    await controller.clock.advance(second);
    await controller.ingest.drain();
    carryDown(controller);
  }
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'truyenthanh-backup-'));
  sentUpTo = { batches: 0, published: 0 };
  device = createDeviceWorld({ startAt: eve });
  device.boot();
  await startController();
  device.deliver(keysAt(eve - day), 'root');
  device.advance(100);
  device.deliver(configAt(eve - day));
  device.deliver(
    programAt(
      eve,
      items.map((item) => itemAt(item.id, item.startAt, { endAt: item.endAt })),
    ),
  );
  const planned = items.map(({ id, startAt, endAt }) => planItem(id, { startAt, endAt, sha256: sha('a') }));
  await store.plan.replace(caoXa.key, planned, eve);
  controller?.events.emit({ type: 'schedule', areaKeys: [caoXa.key] });
});
afterEach(async () => {
  if (controller) await killController();
  rmSync(folder, { recursive: true, force: true });
});

const rows = async (): Promise<PlaybackRow[]> => {
  const all = {
    ...{ areaKeys: null, from: null, to: null, outcomes: null },
    ...{ itemId: null, sessionId: null, clusterId: null },
  };
  return [...(await store.playbacks.page(all, null, 100)).items].reverse();
};
const outcomes = async (): Promise<unknown[][]> =>
  (await rows()).map(({ itemId, outcome, reason, lateEvidence }) => [itemId, outcome, reason, lateEvidence]);
/** Sequence numbers of the events on the controller's disk. */
const stored = (): number[] => {
  const file = new BetterSqlite(database(), { readonly: true });
  try {
    const found = file.prepare<[], { seq: number }>('select seq from play_events order by seq').all();
    return found.map(({ seq }) => seq);
  } finally {
    file.close();
  }
};
const noted = (): number[] => device.spool().map(({ seq }) => seq);

describe('a database that is restored from a backup under running devices', () => {
  it('has every play event again, each once, and says which came late', async () => {
    await passUntil(morning + 5 * minute);
    expect(await outcomes()).toEqual([['a', 'played', null, false]]);
    await killController();
    copyFileSync(database(), join(folder, 'backup.db'));
    await startController();

    await passUntil(morning + 15 * minute);
    expect(stored()).toEqual([1, 2, 3, 4]);
    expect(device.state().spool.ackedSeq).toBe(4);

    await killController();
    for (const left of ['-wal', '-shm']) rmSync(`${database()}${left}`, { force: true });
    copyFileSync(join(folder, 'backup.db'), database());
    expect(stored()).toEqual([1, 2]);
    await startController();
    // Its first word tells the device how little is stored: nothing new need happen for that.
    await passUntil(morning + 17 * minute);
    expect(stored()).toEqual([1, 2, 3, 4]);
    await passUntil(morning + 25 * minute);

    expect(await outcomes()).toEqual([
      ['a', 'played', null, false],
      ['b', 'played', null, true],
      ['c', 'played', null, false],
    ]);
    expect(stored()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(stored()).toEqual(noted());
    expect(device.heard.map(({ itemId }) => itemId)).toEqual(['a', 'b', 'c']);
    expect(device.state().spool.ackedSeq).toBe(6);
  });

  it('of which nothing is left still gets all that the device has', async () => {
    await passUntil(morning + 15 * minute);
    await killController();
    for (const left of ['', '-wal', '-shm']) rmSync(`${database()}${left}`, { force: true });
    await startController();
    await passUntil(morning + 25 * minute);
    expect(stored()).toEqual([1, 2, 3, 4, 5, 6]);
    // Nobody here knows what was planned: what was heard stands there all the same.
    expect((await rows()).map(({ itemId, outcome, deviation }) => [itemId, outcome, deviation])).toEqual(
      ['a', 'b', 'c'].map((id) => [id, 'played', 'unplanned']),
    );
  });
});

describe('a controller that is away during airtime', () => {
  it('finds every item in the log when it is back, with evidence that is marked as late', async () => {
    await passUntil(morning + 5 * minute);
    await killController();
    await passUntil(morning + 40 * minute);
    expect(device.heard.map(({ itemId }) => itemId)).toEqual(['a', 'b', 'c']);
    await startController();
    expect(await outcomes()).toEqual([
      ['a', 'played', null, false],
      ['b', 'unknown', 'no-report', false],
      ['c', 'unknown', 'no-report', false],
    ]);
    await passUntil(morning + 41 * minute);
    expect(await outcomes()).toEqual([
      ['a', 'played', null, false],
      ['b', 'played', null, true],
      ['c', 'played', null, true],
    ]);
    expect(stored()).toEqual(noted());
  });

  it('killed in the middle of an item misses neither its start nor its end', async () => {
    await passUntil(morning + 10 * minute + 3 * second);
    await killController();
    await passUntil(morning + 10 * minute + 30 * second);
    await startController();
    await passUntil(morning + 11 * minute);
    expect((await outcomes())[1]).toEqual(['b', 'played', null, false]);
    expect((await rows())[1]).toMatchObject({ startedAt: expect.any(Number), grade: 'reported' });
    expect(stored()).toEqual([1, 2, 3, 4]);
  });
});
