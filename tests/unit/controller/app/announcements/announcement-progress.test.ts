import { beforeEach, describe, expect, it } from 'vitest';
import { type Heartbeat, topics } from '#protocol';
import type { AnnouncementRow } from '../../../../../controller/app/ports/store/announcements.ts';
import { batchEvents } from '../../../../support/announced-plays.ts';
import { waitUntil } from '../../../../support/wait-until.ts';
import {
  type AnnouncingField,
  caoXa,
  emergency,
  minute,
  noon,
  province,
  stopOf,
  tuXa,
  useAnnouncing,
} from './announcing-fixture.ts';

const current = useAnnouncing({ withLedger: true });
let field: AnnouncingField;
let row: AnnouncementRow;
beforeEach(async () => {
  field = current();
  row = await field.announce(emergency({ targets: [{ areaKey: province.key }] }));
});

const second = 1_000;
const progress = (one = row) => field.announcing.progress.of(one);
const reasons = async (one = row) => {
  const { items } = await field.announcing.progress.devices(one, { state: null, cursor: null, limit: 100 });
  return Object.fromEntries(items.map(({ deviceId, reason, state }) => [deviceId, reason ?? state]));
};
/** The device's play events, through the ledger. */
const says = async (deviceId: string, ...events: Parameters<typeof batchEvents>[1]): Promise<void> => {
  const stored = batchEvents(deviceId, events, field.clock.now());
  const tell = await field.store.transaction((tx) => field.ledger.apply(tx, stored));
  tell();
};
const started = (itemId: string, at: number) => ({ type: 'started', itemId, at }) as const;
const resyncs = () =>
  field.link.published.flatMap(({ topic }) => (topic.endsWith('/command') ? topic.split('/')[3] : []));

describe('who has started it', () => {
  it('is known from play events at once, and told at most every quarter of a second', async () => {
    const told = () => field.events.of('announcements').length;
    const before = told();
    await says('dev-1', started(row.id, noon + 20));
    await says('dev-3', started(row.id, noon + 30));
    expect(await progress()).toEqual({ targeted: 3, started: 2, notStarted: 1, offline: 1 });
    expect(told()).toBe(before);
    await field.clock.advance(250);
    expect(told()).toBe(before + 1);
    expect(field.events.of('announcements').at(-1)).toMatchObject({
      ids: [row.id],
      areaKeys: [province.key],
    });
    const { items } = await field.announcing.progress.devices(row, {
      state: 'started',
      cursor: null,
      limit: 100,
    });
    expect(items.map(({ deviceId, startedAt }) => [deviceId, startedAt])).toEqual([
      ['dev-1', noon + 20],
      ['dev-3', noon + 30],
    ]);
  });

  it('is not known from a heartbeat, which anybody in the broker can make up', async () => {
    const playing = { itemId: row.id, sha256: null, startedAt: noon + 5, positionMs: 100 };
    field.holds('dev-2', province.key, undefined, { playing });
    expect(await progress()).toMatchObject({ started: 0 });
    expect((await reasons())['dev-2']).toBe('no-report');
  });

  it('is not forgotten by a restart', async () => {
    await says('dev-1', started(row.id, noon + 20));
    await field.restart();
    expect(await progress()).toMatchObject({ targeted: 3, started: 1 });
  });

  it('is what the log says once it is over', async () => {
    await field.clock.advance(5 * second);
    await says('dev-1', started(row.id, noon + 20));
    const over = await field.end(row.id);
    await field.clock.advance(10 * second);
    expect(await progress(over)).toEqual({ targeted: 3, started: 1, notStarted: 2, offline: 0 });
    expect(await reasons(over)).toEqual({ 'dev-1': 'started', 'dev-2': 'no-report', 'dev-3': 'no-report' });
  });

  it('comes in pages', async () => {
    const page = { state: null, limit: 2 } as const;
    const first = await field.announcing.progress.devices(row, { ...page, cursor: null });
    const rest = await field.announcing.progress.devices(row, { ...page, cursor: first.next });
    expect([...first.items, ...rest.items].map(({ deviceId }) => deviceId)).toEqual([
      'dev-1',
      'dev-2',
      'dev-3',
    ]);
    expect(rest.next).toBeNull();
  });
});

describe('who has not started it', () => {
  it('is told with the reason', async () => {
    field.holds('dev-1', province.key, (row.versions[province.key] ?? 0) - 1);
    field.holds('dev-2', province.key);
    expect(await reasons()).toEqual({ 'dev-1': 'not-received', 'dev-2': 'no-report', 'dev-3': 'offline' });
    field.reports.set('dev-1', {
      receivedAt: noon,
      versions: {},
      cached: new Set(),
      missing: [],
      refused: [{ topic: topics.announcements(province.key), reason: 'bad-signature' }],
    });
    expect((await reasons())['dev-1']).toBe('refused');
  });

  it('lacks the audio, or was silenced by its own word', async () => {
    const versions = { [`announcements:${province.key}`]: row.versions[province.key] ?? 0 };
    field.present.set('dev-1', { state: 'online', since: noon, heartbeat: null });
    const report = { receivedAt: noon, missing: [], refused: [] };
    field.reports.set('dev-1', { ...report, versions, cached: new Set() });
    expect((await reasons())['dev-1']).toBe('not-cached');
    await says('dev-1', { type: 'ended', itemId: row.id, at: noon + 50, outcome: 'skipped', reason: 'stop' });
    expect((await reasons())['dev-1']).toBe('refused');
  });

  it.each([
    { outcome: 'interrupted' as const, reason: 'expired' },
    { outcome: 'failed' as const, reason: 'amplifier' },
  ])('is also who began and says that it is over before its time: %o', async (ending) => {
    field.holds('dev-1', province.key);
    await says('dev-1', started(row.id, noon + 20));
    expect((await reasons())['dev-1']).toBe('started');
    await says('dev-1', { type: 'ended', itemId: row.id, at: noon + 50, startedAt: noon + 20, ...ending });
    expect((await reasons())['dev-1']).toBe('fell-silent');
    expect(await progress()).toMatchObject({ started: 0, notStarted: 3 });
  });

  it('is also who began, and by its heartbeats does not sound any more', async () => {
    const playing = { itemId: row.id, sha256: null, startedAt: noon + 20, positionMs: 100 };
    await says('dev-1', started(row.id, noon + 20));
    field.holds('dev-1', province.key);
    expect((await reasons())['dev-1']).toBe('started');
    await field.clock.advance(minute);
    expect((await reasons())['dev-1']).toBe('fell-silent');
    field.holds('dev-1', province.key, undefined, { playing });
    expect((await reasons())['dev-1']).toBe('started');
    const end = { at: noon + minute, startedAt: noon + 20, outcome: 'played', reason: null } as const;
    await says('dev-1', { type: 'ended', itemId: row.id, ...end });
    field.holds('dev-1', province.key);
    expect((await reasons())['dev-1']).toBe('started');
  });

  it('is also who began, and has not been heard of for as long as its document lives', async () => {
    const long = await field.announce(
      emergency({ targets: [{ areaKey: caoXa.key }], repeat: true, durationMs: 120 * minute }),
    );
    await says('dev-1', started(long.id, noon + 20));
    const lastSeenAt = noon + minute;
    field.present.set('dev-1', { state: 'offline', since: noon, heartbeat: null, lastSeenAt });
    await field.jump(59 * minute);
    expect((await reasons(long))['dev-1']).toBe('started');
    await field.jump(minute);
    expect((await reasons(long))['dev-1']).toBe('offline');
    expect(await progress(long)).toMatchObject({ started: 0, offline: 2 });
  });

  it('of a stop is whoever does not hold its document', async () => {
    const stop = await field.announce(stopOf({ areaKey: tuXa.key }));
    field.holds('dev-3', tuXa.key, (stop.versions[tuXa.key] ?? 0) - 1);
    expect(await progress(stop)).toEqual({ targeted: 1, started: 0, notStarted: 1, offline: 0 });
    field.holds('dev-3', tuXa.key);
    expect(await progress(stop)).toMatchObject({ started: 1 });
  });
});

it('a cluster is silenced by a stop that its receiver holds, wherever the stop was made', async () => {
  const { isSilenced } = field.announcing.progress;
  const stop = await field.announce(stopOf({ areaKey: province.key }));
  field.holds('dev-1', province.key);
  field.holds('dev-2', province.key, (stop.versions[province.key] ?? 0) - 1);
  expect(['1', '2', '3', 'none'].map(isSilenced)).toEqual([true, false, false, false]);
  await field.end(stop.id);
  expect(isSilenced('1')).toBe(false);
});

describe('the pursuit', () => {
  const beat = async (
    seconds: number,
    versions: Record<string, number | undefined>,
    patch: Partial<Heartbeat> = {},
  ): Promise<void> => {
    for (let passed = 0; passed < seconds; passed += 2) {
      for (const [deviceId, version] of Object.entries(versions))
        field.holds(deviceId, province.key, version, patch);
      await field.clock.advance(2 * second);
    }
  };
  /** Commands are signed away from this thread. */
  const untilResyncs = (count: number) =>
    waitUntil(`${count} requests to subscribe again`, () => resyncs().length >= count);
  const older = () => (row.versions[province.key] ?? 0) - 1;

  it('asks those who are connected and have not heard of it to subscribe again, after some seconds', async () => {
    await beat(4, { 'dev-1': older() });
    expect(resyncs()).toEqual([]);
    await beat(4, { 'dev-1': older() });
    await untilResyncs(1);
    expect(resyncs()).toEqual(['dev-1']);
  });

  it('asks less and less often while that does not help, until the end and no longer', async () => {
    await beat(120, { 'dev-1': older() });
    await untilResyncs(4);
    expect(resyncs().length).toBeLessThan(8);
    await field.end(row.id);
    const asked = resyncs().length;
    await beat(600, { 'dev-1': older() });
    expect(resyncs()).toHaveLength(asked);
  });

  it('leaves those alone who started, who lack the audio, and who are not there', async () => {
    await says('dev-1', started(row.id, noon + 20));
    field.reports.set('dev-2', {
      receivedAt: noon + 10 * minute,
      versions: { [`announcements:${province.key}`]: row.versions[province.key] ?? 0 },
      cached: new Set(),
      missing: [{ sha256: 'f'.repeat(64), reason: 'fetching' }],
      refused: [],
    });
    field.present.set('dev-2', { state: 'online', since: noon, heartbeat: null });
    const playing = { itemId: row.id, sha256: null, startedAt: noon + 20, positionMs: 0 };
    await beat(30, { 'dev-1': undefined }, { playing });
    expect(resyncs()).toEqual([]);
    // Who began and fell silent may have missed what came since.
    await beat(10, { 'dev-1': undefined });
    await untilResyncs(1);
  });

  it('looks at a stop too, for as long as it holds', async () => {
    await field.end(row.id);
    const stop = await field.announce(stopOf());
    for (let passed = 0; passed < 20; passed += 2) {
      field.holds('dev-1', caoXa.key, (stop.versions[caoXa.key] ?? 0) - 1);
      field.holds('dev-2', caoXa.key);
      await field.clock.advance(2 * second);
    }
    await untilResyncs(1);
    expect(new Set(resyncs())).toEqual(new Set(['dev-1']));
  });
});

describe('the log', () => {
  it('has one row for each device that was meant, and says of silence that nothing was reported', async () => {
    await field.clock.advance(5 * second);
    const rows = await field.store.playbacks.ofItem(row.id);
    expect(rows).toEqual(
      ['dev-1', 'dev-2', 'dev-3'].map((deviceId) => ({ deviceId, startedAt: null, outcome: 'unknown' })),
    );
    await says('dev-1', started(row.id, noon + 20));
    await field.clock.advance(12 * minute);
    const page = await field.store.playbacks.many([
      { itemId: row.id, deviceId: 'dev-1' },
      { itemId: row.id, deviceId: 'dev-2' },
    ]);
    expect(page.map(({ reason, class: kind, sessionId }) => [reason, kind, sessionId])).toEqual([
      ['no-report', 'emergency', null],
      ['no-report', 'emergency', null],
    ]);
  });

  it('closes rows within a minute of an early end, not of the planned one', async () => {
    await field.clock.advance(2 * minute);
    await field.end(row.id);
    await field.clock.advance(80 * second);
    const [one] = await field.store.playbacks.many([{ itemId: row.id, deviceId: 'dev-2' }]);
    expect(one).toMatchObject({ plannedEnd: noon + 2 * minute, outcome: 'unknown', reason: 'no-report' });
  });

  it('has no rows for a stop', async () => {
    const stop = await field.announce(stopOf());
    await field.clock.advance(5 * second);
    expect(await field.store.playbacks.ofItem(stop.id)).toEqual([]);
  });

  it('gives what a device played of it its place in the plan', async () => {
    await says('dev-2', started(row.id, noon + 20), {
      type: 'ended',
      itemId: row.id,
      at: noon + 10 * minute,
      outcome: 'played',
      reason: null,
      startedAt: noon + 20,
      plannedStart: noon,
    });
    const [one] = await field.store.playbacks.many([{ itemId: row.id, deviceId: 'dev-2' }]);
    expect(one).toMatchObject({
      outcome: 'played',
      deviation: null,
      title: 'Cảnh báo lũ sông Thao',
      plannedStart: noon,
      plannedEnd: noon + 10 * minute,
    });
  });
});
