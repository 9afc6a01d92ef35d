import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type CutOffWatch,
  createCutOffWatch,
} from '../../../../../controller/app/bulletins/cut-off-watch.ts';
import { createEventBus } from '../../../../../controller/app/event-bus.ts';
import type { Notice } from '../../../../../controller/app/ports/notifier.ts';
import { createRuleCache } from '../../../../../controller/domain/recurrence.ts';
import {
  createPublishingWorld,
  minuteMs,
  type PublishingWorld,
  putBulletin,
} from '../../../../support/publishing-world.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { settle } from '../../../../support/virtual-clock.ts';

const tomorrow = '2026-11-24';
const startAt = Date.parse('2026-11-24T05:00:00+07:00');
const cutOff = startAt - 30 * minuteMs;

let world: PublishingWorld;
let watch: CutOffWatch;
let notices: Notice[];
const events = createEventBus({ log: silentLog });

const openWatch = async (): Promise<void> => {
  watch = createCutOffWatch({
    store: world.store,
    parse: createRuleCache(),
    cutOffMs: 30 * minuteMs,
    notifier: {
      notify: async (notice) => {
        notices.push(notice);
      },
    },
    events,
    clock: world.clock,
    log: silentLog,
  });
  await watch.start();
};

beforeEach(async () => {
  world = await createPublishingWorld();
  notices = [];
  await putBulletin(world.store, 'bul_late', 'b', 3, {
    approval: 'submitted',
    approvedAt: null,
    airsFrom: null,
  });
  await world.place([tomorrow], ['bul_a', 'bul_late']);
});
afterEach(() => watch.stop());

describe('a bulletin that nobody approves', () => {
  it('is told of at its cut-off, and not before', async () => {
    await openWatch();
    await world.clock.advance(cutOff - world.clock.now() - 1);
    expect(notices).toEqual([]);
    await world.clock.advance(1);
    expect(notices).toMatchObject([{ type: 'cut-off-missed', subjectId: 'bul_late', at: cutOff }]);
    expect(notices[0]?.body.vi).toContain('hạn duyệt là 04:30');
    await world.clock.advance(120 * minuteMs);
    expect(notices).toHaveLength(1);
  });

  it('is told of once over restarts, and although the controller was down at the cut-off', async () => {
    await openWatch();
    await watch.stop();
    await world.clock.advance(cutOff - world.clock.now() + minuteMs);
    expect(notices).toEqual([]);
    await openWatch();
    await watch.stop();
    await openWatch();
    expect(notices).toHaveLength(1);
  });

  it('is told of at once when it is placed after the cut-off', async () => {
    await world.place([tomorrow], ['bul_a']);
    await openWatch();
    await world.clock.advance(cutOff - world.clock.now() + 10 * minuteMs);
    await world.place([tomorrow], ['bul_a', 'bul_late']);
    events.emit({ type: 'schedule', areaKeys: [] });
    await world.clock.advance(2_000);
    expect(notices).toHaveLength(1);
  });
});

it.each([
  ['approved in time', { approval: 'approved', approvedAt: cutOff, airsFrom: startAt }],
  ['withdrawn', { approval: 'withdrawn' }],
] as const)('nobody is told of a bulletin that was %s', async (_what, change) => {
  await putBulletin(world.store, 'bul_late', 'b', 3, { approvedAt: null, airsFrom: null, ...change });
  await openWatch();
  await world.clock.advance(startAt - world.clock.now());
  await settle();
  expect(notices).toEqual([]);
});
