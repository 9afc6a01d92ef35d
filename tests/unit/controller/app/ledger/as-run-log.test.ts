import { beforeEach, describe, expect, it } from 'vitest';
import { type AsRunLog, createAsRunLog } from '../../../../../controller/app/ledger/as-run-log.ts';
import type { PlaybackFilter, PlaybackRow } from '../../../../../controller/app/ports/store/playbacks.ts';
import type { Store } from '../../../../../controller/app/ports/store.ts';
import {
  caoXa,
  clusterRow,
  createDeviceField,
  type DeviceField,
  tuXa,
} from '../../../../support/device-field.ts';
import { aPlayback, MINUTE, MORNING, names, played } from '../../../../support/store-contract/sample-rows.ts';

const thatMorning: PlaybackFilter = {
  areaKeys: null,
  from: MORNING,
  to: MORNING + 60 * MINUTE,
  outcomes: null,
  itemId: null,
  sessionId: null,
  clusterId: null,
};

let field: DeviceField;
let asked: PlaybackFilter[];
let pages: number[];
/** Turns that others got in between. */
let turns: number;
let log: AsRunLog;

beforeEach(async () => {
  field = await createDeviceField(1);
  asked = [];
  pages = [];
  turns = 0;
  const { playbacks } = field.store;
  const store: Pick<Store, 'playbacks'> = {
    playbacks: {
      ...playbacks,
      tally: (filter) => {
        asked.push(filter);
        return playbacks.tally(filter);
      },
      page: (filter, cursor, limit) => {
        pages.push(limit);
        return playbacks.page(filter, cursor, limit);
      },
    },
  };
  const after = (_delayMs: number, task: () => void) => {
    turns += 1;
    queueMicrotask(task);
    return () => undefined;
  };
  log = createAsRunLog({ store, directory: field.directory, clock: { after } });
});

const inTwoCommunes = (): PlaybackRow[] => [
  played({ deviceId: 'dev_1', areaKey: caoXa.key }),
  aPlayback({ deviceId: 'dev_2', areaKey: caoXa.key }),
  played({ deviceId: 'dev_3', areaKey: tuXa.key }),
  played({ deviceId: 'dev_4', areaKey: tuXa.key, plannedStart: MORNING + 2 * 60 * MINUTE }),
];

/** More clusters than are counted at once. */
const enlarge = (): Promise<void> =>
  field.directory.addClusters(
    names('clu', 1_100).map((id, index) =>
      clusterRow(id, { areaKey: index % 2 === 0 ? caoXa.key : tuXa.key }),
    ),
  );

describe('the counts of the log', () => {
  it('are one question to the store while few clusters are concerned', async () => {
    await field.store.playbacks.insert(inTwoCommunes());
    expect((await log.tally(thatMorning)).map(({ count }) => count)).toEqual([1, 1, 1]);
    expect(asked).toEqual([thatMorning]);
    expect(turns).toBe(0);
  });

  it('are the same when many clusters make several questions of it, with turns in between', async () => {
    await field.store.playbacks.insert(inTwoCommunes());
    const whole = await log.tally(thatMorning);
    await enlarge();
    asked = [];
    const inGroups = await log.tally(thatMorning);
    expect(asked.map(({ areaKeys }) => areaKeys)).toEqual([[caoXa.key], [tuXa.key]]);
    expect(turns).toBe(1);
    expect(new Set(inGroups)).toEqual(new Set(whole));
  });

  it('stay within the communes that were asked for', async () => {
    await field.store.playbacks.insert(inTwoCommunes());
    await enlarge();
    const there = await log.tally({ ...thatMorning, areaKeys: [tuXa.key] });
    expect(there.map(({ areaKey, count }) => [areaKey, count])).toEqual([[tuXa.key, 1]]);
  });

  it('are one question when no span of time is given', async () => {
    await enlarge();
    await log.tally({ ...thatMorning, from: null, itemId: 'itm_1' });
    expect(asked).toHaveLength(1);
  });

  it('are made once for all who ask at the same time, and anew afterwards', async () => {
    const [one, other] = await Promise.all([log.tally(thatMorning), log.tally({ ...thatMorning })]);
    expect(one).toEqual([]);
    expect(other).toEqual([]);
    expect(asked).toHaveLength(1);
    await field.store.playbacks.insert(inTwoCommunes());
    expect(await log.tally(thatMorning)).toHaveLength(3);
  });
});

describe('the rows of the log', () => {
  const everything = { ...thatMorning, from: null, to: null };
  const readAll = async (most: number): Promise<PlaybackRow[]> => {
    const rows: PlaybackRow[] = [];
    for await (const part of log.read(everything, most)) rows.push(...part);
    return rows;
  };

  it('come in their order, some at a time, with turns in between', async () => {
    await field.store.playbacks.insert(names('dev', 2_500).map((deviceId) => aPlayback({ deviceId })));
    const rows = await readAll(50_000);
    expect(rows.map(({ deviceId }) => deviceId)).toEqual(names('dev', 2_500));
    expect(pages).toEqual([1_000, 1_000, 1_000]);
    expect(turns).toBe(2);
  });

  it('end where no more were wanted', async () => {
    await field.store.playbacks.insert(names('dev', 2_500).map((deviceId) => aPlayback({ deviceId })));
    expect(await readAll(1_200)).toHaveLength(1_200);
    expect(pages).toEqual([1_000, 200]);
  });

  it('may be none', async () => {
    expect(await readAll(50_000)).toEqual([]);
  });
});
