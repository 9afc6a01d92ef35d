import { expect, it } from 'vitest';
import type {
  PlaybackFilter,
  PlaybackRow,
  PlaybackStore,
} from '../../../controller/app/ports/store/playbacks.ts';
import type { Store } from '../../../controller/app/ports/store.ts';
import { aPlayback, aSession, MINUTE, MORNING, names, played } from './sample-rows.ts';

const any: PlaybackFilter = {
  areaKeys: null,
  from: null,
  to: null,
  outcomes: null,
  itemId: null,
  sessionId: null,
  clusterId: null,
};

export const playbacksContract = (store: () => Store): void => {
  const every = async (filter: Partial<PlaybackFilter> = {}): Promise<PlaybackRow[]> =>
    (await store().playbacks.page({ ...any, ...filter }, null, 100_000)).items;

  it('inserts what is new and leaves what exists as it is', async () => {
    await store().playbacks.insert([aPlayback(), aPlayback()]);
    await store().playbacks.put([played()]);
    await store().playbacks.insert([aPlayback(), aPlayback({ deviceId: 'dev_2', isDemo: true })]);
    expect(await every()).toEqual([played(), aPlayback({ deviceId: 'dev_2', isDemo: true })]);
  });

  it('replaces rows whole, the last of two in one call', async () => {
    const late = played({
      lateEvidence: true,
      deviation: 'cancelled-item',
      sessionId: null,
      sha256: null,
      grade: 'measured',
    });
    await store().playbacks.put([aPlayback(), aPlayback({ itemId: 'itm_2' })]);
    await store().playbacks.put([played(), late]);
    expect(await store().playbacks.many([{ itemId: 'itm_1', deviceId: 'dev_1' }])).toEqual([late]);
    expect(await every({ itemId: 'itm_2' })).toEqual([aPlayback({ itemId: 'itm_2' })]);
  });

  it('finds rows by item and device together', async () => {
    await store().playbacks.insert([
      aPlayback(),
      aPlayback({ deviceId: 'dev_2' }),
      aPlayback({ itemId: 'itm_2', deviceId: 'dev_2' }),
    ]);
    const found = await store().playbacks.many([
      { itemId: 'itm_1', deviceId: 'dev_2' },
      { itemId: 'itm_2', deviceId: 'dev_1' },
      { itemId: 'itm_2', deviceId: 'dev_2' },
    ]);
    expect(found.map((row) => `${row.itemId} ${row.deviceId}`)).toEqual(['itm_1 dev_2', 'itm_2 dev_2']);
    expect(await store().playbacks.many([])).toEqual([]);
  });

  it('waits longer for what has begun where a session restarts what comes late', async () => {
    const end = MORNING + 5 * MINUTE;
    await store().sessions.put(aSession({ id: 'ses_1', late: 'restart', durationMs: 30 * MINUTE }));
    await store().sessions.put(aSession({ id: 'ses_2', late: 'join', resume: 'resume' }));
    const began = { startedAt: MORNING + 4 * MINUTE };
    await store().playbacks.insert([
      aPlayback({ deviceId: 'dev_1', ...began }),
      aPlayback({ deviceId: 'dev_2' }),
      aPlayback({ deviceId: 'dev_3', ...began, sessionId: 'ses_2' }),
      aPlayback({ deviceId: 'dev_4', ...began, sessionId: null }),
    ]);
    const closed = async () =>
      (await every()).filter(({ reason }) => reason === 'no-report').map(({ deviceId }) => deviceId);
    await store().playbacks.close(end + MINUTE, end + MINUTE);
    expect(await closed()).toEqual(['dev_2', 'dev_3', 'dev_4']);
    await store().playbacks.close(MORNING + 30 * MINUTE, end);
    expect(await closed()).toHaveLength(3);
    await store().playbacks.close(MORNING + 30 * MINUTE + 1, end);
    expect(await closed()).toHaveLength(4);
  });

  it('closes what still awaits a report, and nothing else', async () => {
    const end = MORNING + 5 * MINUTE;
    await store().playbacks.insert([
      aPlayback(),
      aPlayback({ deviceId: 'dev_2' }),
      aPlayback({ deviceId: 'dev_3', plannedEnd: end + 1 }),
      played({ deviceId: 'dev_4' }),
      aPlayback({ deviceId: 'dev_5', reason: 'spool-gap' }),
      aPlayback({ deviceId: 'dev_6', outcome: 'cancelled', reason: 'awaiting' }),
      aPlayback({ itemId: 'itm_2', areaKey: 'b' }),
    ]);
    const closed = await store().playbacks.close(end + 1, end + MINUTE);
    expect(closed.map((row) => `${row.itemId} ${row.areaKey}`).sort()).toEqual([
      `itm_1 ${aPlayback().areaKey}`,
      'itm_2 b',
    ]);
    const noReport = { reason: 'no-report', updatedAt: end + MINUTE };
    expect(await every()).toEqual([
      aPlayback(noReport),
      aPlayback({ deviceId: 'dev_2', ...noReport }),
      aPlayback({ deviceId: 'dev_3', plannedEnd: end + 1 }),
      played({ deviceId: 'dev_4' }),
      aPlayback({ deviceId: 'dev_5', reason: 'spool-gap' }),
      aPlayback({ deviceId: 'dev_6', outcome: 'cancelled', reason: 'awaiting' }),
      aPlayback({ itemId: 'itm_2', areaKey: 'b', ...noReport }),
    ]);
    expect(await store().playbacks.close(end + 1, end + MINUTE)).toEqual([]);
  });

  it('pages the newest start first, then item and device, each row exactly once', async () => {
    const rows = [0, 1].flatMap((minute) =>
      names('itm', 3).flatMap((item) =>
        names('dev', 7).map((deviceId) =>
          aPlayback({ itemId: `${item}_${minute}`, deviceId, plannedStart: MORNING - minute * MINUTE }),
        ),
      ),
    );
    await store().playbacks.insert(rows.toReversed());
    for (const limit of [1, 5, 7, 42, 43]) {
      const seen: PlaybackRow[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<PlaybackStore['page']>> = await store().playbacks.page(
          any,
          cursor,
          limit,
        );
        seen.push(...page.items);
        cursor = page.next;
      } while (cursor !== null);
      expect(seen).toEqual(rows);
    }
  });

  it('keeps its place while rows are added before it', async () => {
    await store().playbacks.insert(names('itm', 4).map((itemId) => aPlayback({ itemId })));
    const first = await store().playbacks.page(any, null, 2);
    await store().playbacks.insert([
      aPlayback({ itemId: 'itm_new', plannedStart: MORNING + MINUTE }),
      aPlayback({ itemId: 'aaa' }),
    ]);
    const second = await store().playbacks.page(any, first.next, 10);
    expect([...first.items, ...second.items].map((row) => row.itemId)).toEqual(names('itm', 4));
  });

  it.each([
    '',
    'x',
    '%%%',
    Buffer.from('[1,"a"]').toString('base64url'),
    Buffer.from('["1","a","b"]').toString('base64url'),
  ])('refuses the cursor %j', async (cursor) => {
    const page = store().playbacks.page(any, cursor, 10);
    await expect(page).rejects.toMatchObject({ code: 'Store_BadCursor' });
  });

  it('filters by commune, time, outcome, item, session and cluster, alone and together', async () => {
    await store().playbacks.insert([
      aPlayback({ deviceId: 'dev_1', areaKey: 'a' }),
      played({ deviceId: 'dev_2', areaKey: 'b', clusterId: 'clu_2' }),
      played({ deviceId: 'dev_3', areaKey: 'c', plannedStart: MORNING - 1, sessionId: null }),
      aPlayback({ deviceId: 'dev_4', areaKey: 'c', itemId: 'itm_2', outcome: 'missed', reason: 'clock' }),
    ]);
    const devices = async (filter: Partial<PlaybackFilter>) =>
      (await every(filter)).map((row) => row.deviceId).sort();
    expect(await devices({ areaKeys: ['a'] })).toEqual(['dev_1']);
    expect(await devices({ areaKeys: ['a', 'c'] })).toEqual(['dev_1', 'dev_3', 'dev_4']);
    expect(await devices({ areaKeys: [] })).toEqual([]);
    expect(await devices({ from: MORNING })).toEqual(['dev_1', 'dev_2', 'dev_4']);
    expect(await devices({ to: MORNING })).toEqual(['dev_3']);
    expect(await devices({ outcomes: ['played', 'missed'] })).toEqual(['dev_2', 'dev_3', 'dev_4']);
    expect(await devices({ outcomes: [] })).toEqual([]);
    expect(await devices({ itemId: 'itm_2' })).toEqual(['dev_4']);
    expect(await devices({ sessionId: 'ses_1' })).toEqual(['dev_1', 'dev_2', 'dev_4']);
    expect(await devices({ clusterId: 'clu_2' })).toEqual(['dev_2']);
    expect(await devices({ areaKeys: ['b', 'c'], outcomes: ['played'], from: MORNING })).toEqual(['dev_2']);
    expect(await devices({ itemId: "x' or '1'='1" })).toEqual([]);
  });

  it('leaves out what is still to begin, unless it was heard already', async () => {
    const later = { plannedStart: MORNING + MINUTE, plannedEnd: MORNING + 2 * MINUTE };
    await store().playbacks.insert([
      aPlayback({ deviceId: 'dev_1' }),
      aPlayback({ deviceId: 'dev_2', ...later, outcome: 'missed', reason: 'clock' }),
      aPlayback({ deviceId: 'dev_3', ...later, startedAt: MORNING - MINUTE }),
    ]);
    const devices = async (begunBy: number) => (await every({ begunBy })).map((row) => row.deviceId).sort();
    expect(await devices(MORNING)).toEqual(['dev_1', 'dev_3']);
    expect(await devices(MORNING + MINUTE)).toEqual(['dev_1', 'dev_2', 'dev_3']);
    const tallies = await store().playbacks.tally({ ...any, begunBy: MORNING });
    expect(tallies.map(({ outcome, count }) => [outcome, count])).toEqual([['unknown', 2]]);
  });

  it('counts per item, commune, outcome and reason', async () => {
    await store().playbacks.insert([
      ...names('dev', 2).map((deviceId) => played({ deviceId })),
      played({ deviceId: 'dev_7', lateEvidence: true }),
      aPlayback({ deviceId: 'dev_8' }),
      aPlayback({ deviceId: 'dev_9', outcome: 'missed', reason: 'clock' }),
      aPlayback({ deviceId: 'dev_x', outcome: 'missed', reason: 'cache' }),
      played({ itemId: 'itm_2', areaKey: 'b' }),
    ]);
    const { itemId, areaKey, sessionId, title, plannedStart, plannedEnd } = aPlayback();
    const item = { itemId, areaKey, sessionId, title, class: 'normal', plannedStart, plannedEnd };
    const tally = await store().playbacks.tally({ ...any, itemId });
    expect(tally).toHaveLength(4);
    expect(tally).toEqual(
      expect.arrayContaining([
        { ...item, outcome: 'played', reason: null, count: 3, lateEvidence: 1 },
        { ...item, outcome: 'unknown', reason: 'awaiting', count: 1, lateEvidence: 0 },
        { ...item, outcome: 'missed', reason: 'clock', count: 1, lateEvidence: 0 },
        { ...item, outcome: 'missed', reason: 'cache', count: 1, lateEvidence: 0 },
      ]),
    );
    expect(await store().playbacks.tally({ ...any, areaKeys: ['b'] })).toEqual([
      { ...item, itemId: 'itm_2', areaKey: 'b', outcome: 'played', reason: null, count: 1, lateEvidence: 0 },
    ]);
  });

  it('counts clusters as proven by signed evidence alone', async () => {
    const finishedAt = MORNING + 5 * MINUTE;
    const clusters = ['clu_1', 'clu_2', 'clu_3', 'clu_4', 'clu_5', 'clu_6'];
    await store().playbacks.insert([
      played({ deviceId: 'dev_1', clusterId: 'clu_1' }),
      played({ deviceId: 'dev_1', clusterId: 'clu_1', itemId: 'itm_2' }),
      played({ deviceId: 'dev_2', clusterId: 'clu_2', grade: null }),
      played({ deviceId: 'dev_3', clusterId: 'clu_3', outcome: 'interrupted' }),
      played({ deviceId: 'dev_4', clusterId: 'clu_4', finishedAt: finishedAt + 1 }),
      played({ deviceId: 'dev_5', clusterId: 'clu_5', finishedAt: finishedAt - 1 }),
      aPlayback({ deviceId: 'dev_6', clusterId: 'clu_6' }),
    ]);
    expect(await store().playbacks.provenClusters(clusters, finishedAt, finishedAt + 1)).toEqual(['clu_1']);
    expect(await store().playbacks.provenClusters(clusters, finishedAt - 1, finishedAt + 2)).toEqual([
      'clu_1',
      'clu_4',
      'clu_5',
    ]);
    expect(
      await store().playbacks.provenClusters(['clu_5', 'clu_9'], finishedAt - 1, finishedAt + 2),
    ).toEqual(['clu_5']);
  });

  it('knows when each cluster last proved itself, by signed evidence alone', async () => {
    const finishedAt = MORNING + 5 * MINUTE;
    expect(await store().playbacks.lastProven(0)).toEqual([]);
    await store().playbacks.insert([
      played({ deviceId: 'dev_1', clusterId: 'clu_1' }),
      played({ deviceId: 'dev_1', clusterId: 'clu_1', itemId: 'itm_2', finishedAt: finishedAt + 7 }),
      played({ deviceId: 'dev_9', clusterId: 'clu_1', itemId: 'itm_3', finishedAt: finishedAt + 3 }),
      played({ deviceId: 'dev_2', clusterId: 'clu_2', grade: null }),
      played({ deviceId: 'dev_3', clusterId: 'clu_3', outcome: 'interrupted' }),
      played({ deviceId: 'dev_4', clusterId: 'clu_4', grade: 'measured' }),
      played({ deviceId: 'dev_5', clusterId: 'clu_5', finishedAt: finishedAt - 1 }),
      aPlayback({ deviceId: 'dev_6', clusterId: 'clu_6' }),
    ]);
    expect(await store().playbacks.lastProven(finishedAt)).toEqual([
      { clusterId: 'clu_1', at: finishedAt + 7 },
      { clusterId: 'clu_4', at: finishedAt },
    ]);
    expect(await store().playbacks.lastProven(finishedAt + 8)).toEqual([]);
  });

  it('tells that nothing was proven apart from that nothing is known', async () => {
    expect(await store().playbacks.provenClusters(['clu_1'], 0, MORNING * 2)).toBeNull();
    await store().playbacks.insert([aPlayback()]);
    expect(await store().playbacks.provenClusters(['clu_1'], 0, MORNING)).toBeNull();
    expect(await store().playbacks.provenClusters(['clu_1'], 0, MORNING + 1)).toEqual([]);
    expect(await store().playbacks.provenClusters([], 0, MORNING + 1)).toEqual([]);
  });

  it('takes ten thousand rows in one call', async () => {
    const rows = names('dev', 10_000).map((deviceId) => aPlayback({ deviceId }));
    await store().playbacks.insert(rows);
    await store().playbacks.put(rows.map((row) => ({ ...row, updatedAt: MORNING + 1 })));
    expect(await store().playbacks.close(MORNING * 2, MORNING + 2)).toHaveLength(1);
    const [tally] = await store().playbacks.tally(any);
    expect(tally).toMatchObject({ outcome: 'unknown', reason: 'no-report', count: 10_000 });
  });
};
