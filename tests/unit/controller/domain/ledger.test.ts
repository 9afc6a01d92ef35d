import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ItemEvent } from '../../../../controller/domain/device-account.ts';
import {
  applyEvidence,
  closeAfterMs,
  type EvidenceContext,
  freezeRow,
} from '../../../../controller/domain/ledger.ts';
import type { Playback } from '../../../../controller/domain/playback.ts';
import { minute, morning, planItem } from '../../../support/device-field.ts';

const plan = planItem('item-1');
const place = { deviceId: 'dev-1', clusterId: '1', areaKey: plan.areaKey, isDemo: false };
const during = morning + 2 * minute;
const afterwards = plan.endAt + 1_000;
const muchLater = plan.endAt + closeAfterMs + 1;
const planned: EvidenceContext = { plan, place, nowMs: during };
const cancelled: EvidenceContext = { ...planned, plan: { ...plan, cancelledAt: morning - minute } };

type Started = Extract<ItemEvent, { type: 'started' }>;
const started = (patch: Partial<Started> = {}): Started => ({
  type: 'started',
  seq: 1,
  itemId: 'item-1',
  at: morning + 8,
  clockErrorMs: 12,
  positionMs: 0,
  ...patch,
});
type Ended = Extract<ItemEvent, { type: 'ended' }>;
const ended = (patch: Partial<Ended> = {}): Ended => ({
  type: 'ended',
  seq: 2,
  itemId: 'item-1',
  at: plan.endAt + 20,
  clockErrorMs: 14,
  outcome: 'played',
  reason: null,
  startedAt: morning + 8,
  playedMs: 5 * minute,
  grade: 'reported',
  plannedStart: morning,
  class: 'normal',
  title: plan.title,
  sha256: plan.sha256,
  programVersion: plan.programVersion,
  ...patch,
});

const apply = (held: Playback | null, events: readonly ItemEvent[], context = planned): Playback => {
  const row = events.reduce<Playback | null>((row, event) => applyEvidence(row, event, context), held);
  if (row === null) throw new Error('no events');
  return row;
};
const frozen = freezeRow(null, plan, place, morning);
const noReport: Playback = { ...frozen, reason: 'no-report' };

describe('a planned item', () => {
  it('awaits its report from the start on', () => {
    expect(frozen).toMatchObject({
      outcome: 'unknown',
      reason: 'awaiting',
      startedAt: null,
      deviation: null,
    });
  });

  it('is known to have begun before it is known to have been heard', () => {
    expect(apply(frozen, [started()])).toMatchObject({
      outcome: 'unknown',
      reason: 'awaiting',
      startedAt: morning + 8,
      clockErrorMs: 12,
      grade: null,
    });
  });

  it('is played when the device says so, with what proves it', () => {
    const row = apply(frozen, [started(), ended()], { ...planned, nowMs: afterwards });
    expect(row).toMatchObject({
      outcome: 'played',
      reason: null,
      startedAt: morning + 8,
      finishedAt: plan.endAt + 20,
      grade: 'reported',
      clockErrorMs: 14,
      deviation: null,
      lateEvidence: false,
    });
  });

  it.each([
    ['missed', 'clock', null],
    ['skipped', 'late', null],
    ['failed', 'cache', null],
    ['interrupted', 'cancelled', morning + 8],
  ] as const)('is %s for the reason the device gives', (outcome, reason, startedAt) => {
    const row = apply(frozen, [ended({ outcome, reason, startedAt })]);
    expect(row).toMatchObject({ outcome, reason, startedAt });
    expect(row.finishedAt).toBe(startedAt === null ? null : plan.endAt + 20);
  });

  it('keeps evidence that comes before its start, by a device whose clock runs ahead', () => {
    const early = apply(null, [started({ at: morning - 40 })], { ...planned, nowMs: morning - 30 });
    expect(early).toMatchObject({ plannedStart: morning, deviation: null, startedAt: morning - 40 });
    expect(freezeRow(early, plan, place, morning)).toBe(early);
  });
});

describe('late evidence', () => {
  it('upgrades a row that was closed, visibly', () => {
    const row = apply(noReport, [ended()], { ...planned, nowMs: muchLater });
    expect(row).toMatchObject({ outcome: 'played', reason: null, lateEvidence: true });
  });

  it('of a start alone leaves the outcome unknown', () => {
    const row = apply(noReport, [started()], { ...planned, nowMs: muchLater });
    expect(row).toMatchObject({
      outcome: 'unknown',
      reason: 'no-report',
      startedAt: morning + 8,
      lateEvidence: true,
    });
  });

  it('is none of an item that began, was not closed and sounds past its planned end', () => {
    const row = apply(frozen, [started({ at: plan.endAt - minute })], { ...planned, nowMs: plan.endAt });
    const told = apply(row, [ended({ startedAt: plan.endAt - minute, at: plan.endAt + 4 * minute })], {
      ...planned,
      nowMs: plan.endAt + 4 * minute,
    });
    expect(told).toMatchObject({ outcome: 'played', lateEvidence: false });
  });

  it('that only repeats what is known marks nothing', () => {
    const row = apply(frozen, [started(), ended()], { ...planned, nowMs: afterwards });
    expect(apply(row, [ended()], { ...planned, nowMs: muchLater })).toBe(row);
  });
});

describe('a cancelled item', () => {
  const row = freezeRow(null, { ...plan, cancelledAt: morning - minute }, place, morning);

  it('has a row that says so', () => {
    expect(row).toMatchObject({ outcome: 'cancelled', reason: null, deviation: null });
  });

  it('stays cancelled when it was heard all the same, and the deviation tells what happened', () => {
    expect(apply(row, [started()], cancelled)).toMatchObject({
      outcome: 'cancelled',
      reason: 'started',
      deviation: 'cancelled-item',
    });
    expect(
      apply(row, [started(), ended({ outcome: 'interrupted', reason: 'power' })], cancelled),
    ).toMatchObject({
      outcome: 'cancelled',
      reason: 'interrupted: power',
      deviation: 'cancelled-item',
      startedAt: morning + 8,
      finishedAt: plan.endAt + 20,
      grade: 'reported',
    });
  });

  it('deviates in nothing when the device obeyed', () => {
    const obeyed = ended({ outcome: 'skipped', reason: 'cancelled', startedAt: null });
    expect(apply(row, [obeyed], cancelled)).toMatchObject({
      outcome: 'cancelled',
      reason: 'skipped: cancelled',
      deviation: null,
    });
  });

  it('turns evidence that came before its cancellation into a deviation', () => {
    const early = apply(null, [started({ at: morning - 40 })], { ...planned, nowMs: morning - 30 });
    const item = { ...plan, cancelledAt: morning - 20 };
    expect(freezeRow(early, item, place, morning)).toMatchObject({
      outcome: 'cancelled',
      reason: 'started',
      deviation: 'cancelled-item',
      startedAt: morning - 40,
    });
  });
});

describe('an item at the time of an older program', () => {
  const earlier = ended({ plannedStart: morning - 2 * minute });

  it('is told as it was heard, with the deviation', () => {
    expect(apply(frozen, [earlier])).toMatchObject({
      outcome: 'played',
      deviation: 'superseded',
      plannedStart: morning,
      startedAt: morning + 8,
    });
  });

  it('that made no sound deviates in nothing', () => {
    const unheard = ended({ outcome: 'missed', startedAt: null, plannedStart: morning - 2 * minute });
    expect(apply(frozen, [unheard]).deviation).toBeNull();
  });

  it('is a deviation also when stronger evidence came before', () => {
    const row = apply(frozen, [ended(), { ...earlier, outcome: 'interrupted' }]);
    expect(row).toMatchObject({ outcome: 'played', deviation: 'superseded' });
  });

  it('is first of all cancelled when it was cancelled', () => {
    const row = freezeRow(null, { ...plan, cancelledAt: morning - minute }, place, morning);
    expect(apply(row, [earlier]).deviation).toBe('cancelled-item');
  });
});

describe('an item that nobody planned for the device', () => {
  const unplanned: EvidenceContext = { plan: null, place, nowMs: during };

  it('gets a row of its own from what the device says', () => {
    expect(apply(null, [ended({ at: during })], unplanned)).toMatchObject({
      deviation: 'unplanned',
      outcome: 'played',
      title: plan.title,
      plannedStart: morning,
      plannedEnd: during,
      sessionId: null,
    });
  });

  it('is the same whether its start or its end comes first', () => {
    const events = [started({ positionMs: 3_000 }), ended({ at: during })];
    expect(apply(null, events, unplanned)).toEqual(apply(null, [...events].reverse(), unplanned));
  });

  it('includes an item planned for other clusters of the commune', () => {
    const others = { ...plan, clusterIds: ['2', '3'] };
    expect(apply(null, [started()], { ...unplanned, plan: others })).toMatchObject({
      deviation: 'unplanned',
      sessionId: plan.sessionId,
    });
  });

  it('is not moved out of this world by a nonsense position', () => {
    const row = apply(null, [started({ positionMs: 1e300 })], unplanned);
    expect(row.plannedStart).toBe(morning + 8 - 86_400_000);
  });
});

const outcomes = ['played', 'interrupted', 'skipped', 'failed', 'missed'] as const;
const instant = fc.integer({ min: 0, max: 300_000 }).map((offset) => morning + offset);
const anyStarted = fc
  .record({
    at: instant,
    clockErrorMs: fc.integer({ min: 0, max: 50 }),
    positionMs: fc.integer({ min: 0, max: 9_000 }),
  })
  .map((patch) => started(patch));
const anyEnded = fc
  .record({
    at: instant,
    outcome: fc.constantFrom(...outcomes),
    reason: fc.constantFrom(null, '', 'power', 'clock', 'late: join'),
    startedAt: fc.option(instant),
    grade: fc.constantFrom('reported' as const, 'measured' as const),
    clockErrorMs: fc.integer({ min: 0, max: 50 }),
  })
  .map((patch) => ended(patch));
/** By the program that is planned, and by an older one. */
const anyPlannedEnded = fc
  .tuple(anyEnded, fc.constantFrom(morning, morning - minute))
  .map(([event, plannedStart]) => ({ ...event, plannedStart }));
const eventsOf = (anEnded: fc.Arbitrary<ItemEvent>) =>
  fc.array(fc.oneof(anyStarted, anEnded), { minLength: 1, maxLength: 8 });
const contexts: [string, Playback | null, EvidenceContext][] = [
  ['a frozen item', frozen, planned],
  ['an item not yet frozen', null, planned],
  ['a closed item', noReport, { ...planned, nowMs: muchLater }],
  ['a cancelled item', null, cancelled],
  ['an unplanned item', null, { plan: null, place, nowMs: muchLater }],
];

describe.each(contexts)('events of %s', (_, held, context) => {
  const anyEvents = eventsOf(context.plan ? anyPlannedEnded : anyEnded);
  const reordered = anyEvents.chain((events) =>
    fc.tuple(
      fc.constant(events),
      // Every event at least once, some again, in another order.
      fc.tuple(fc.constant(events), fc.subarray(events)).chain(([all, again]) => {
        const sent = [...all, ...again];
        return fc.shuffledSubarray(sent, { minLength: sent.length, maxLength: sent.length });
      }),
    ),
  );

  it('make the same row in any order and however often they come', () => {
    fc.assert(
      fc.property(reordered, ([events, sent]) => {
        // What an unplanned item was to be is told by its endings, which agree in honest devices.
        const { plannedEnd: _a, ...first } = apply(held, events, context);
        const { plannedEnd: _b, ...second } = apply(held, sent, context);
        expect(second).toEqual(first);
      }),
    );
  });

  it('change nothing when they come again', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const row = apply(held, events, context);
        expect(apply(row, events, context)).toBe(row);
      }),
    );
  });

  it('never make an outcome that no device reported', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const reported = new Set<string>(
          events.map((event) => (event.type === 'ended' ? event.outcome : 'unknown')),
        );
        const { outcome } = apply(held, events, context);
        expect(outcome === 'cancelled' || outcome === 'unknown' || reported.has(outcome)).toBe(true);
      }),
    );
  });
});
