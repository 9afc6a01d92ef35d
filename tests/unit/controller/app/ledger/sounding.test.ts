import { beforeEach, expect, it } from 'vitest';
import { createSounding, type Sounding } from '../../../../../controller/app/ledger/sounding.ts';
import type { PlaybackRow } from '../../../../../controller/app/ports/store/playbacks.ts';
import { createRecordingEvents, type RecordingEvents } from '../../../../support/recording-events.ts';
import { aPlayback, MINUTE, MORNING } from '../../../../support/store-contract/sample-rows.ts';
import { createVirtualClock, type VirtualClock } from '../../../../support/virtual-clock.ts';

let clock: VirtualClock;
let events: RecordingEvents;
let sounding: Sounding;
beforeEach(() => {
  clock = createVirtualClock(MORNING + MINUTE);
  events = createRecordingEvents();
  sounding = createSounding({ events, clock, closeAfterMs: MINUTE });
});

const begun = (itemId: string, startedAt: number, change: Partial<PlaybackRow> = {}): PlaybackRow =>
  aPlayback({ itemId, startedAt, plannedEnd: MORNING + 30 * MINUTE, ...change });
const ended = (itemId: string, startedAt: number): PlaybackRow =>
  begun(itemId, startedAt, { outcome: 'played', reason: null, finishedAt: startedAt + MINUTE });
const heard = () => sounding.now().get('clu_1')?.itemId;
const told = () =>
  events.of('playing').flatMap(({ changes }) => changes.map(({ itemId, playing }) => [itemId, playing]));

it('gives the loudspeaker back to the item that an emergency displaced', () => {
  sounding.follow([begun('item', MORNING)]);
  sounding.follow([begun('ann_1', MORNING + MINUTE)]);
  expect(heard()).toBe('ann_1');
  sounding.follow([ended('ann_1', MORNING + MINUTE)]);
  expect(heard()).toBe('item');
  expect(told()).toEqual([
    ['item', true],
    ['ann_1', true],
    ['item', true],
  ]);
});

it('does not bring back what has ended meanwhile, or whose slot is over', () => {
  sounding.follow([begun('first', MORNING), begun('second', MORNING, { plannedEnd: MORNING + 2 * MINUTE })]);
  sounding.follow([begun('ann_1', MORNING + MINUTE), ended('first', MORNING)]);
  clock.set(MORNING + 3 * MINUTE);
  sounding.follow([ended('ann_1', MORNING + MINUTE)]);
  expect(heard()).toBeUndefined();
  expect(told().at(-1)).toEqual(['ann_1', false]);
});

it('takes events as they come, the same one twice too', () => {
  sounding.follow([begun('second', MORNING + MINUTE), begun('first', MORNING)]);
  expect(heard()).toBe('second');
  sounding.follow([ended('first', MORNING), begun('second', MORNING + MINUTE)]);
  expect(heard()).toBe('second');
  expect(told()).toEqual([['second', true]]);
});

it('forgets whoever never said that it ended, and what was long over when it was heard of', () => {
  sounding.follow([
    begun('item', MORNING),
    begun('old', MORNING, { clusterId: 'clu_2', plannedEnd: MORNING - 9 }),
  ]);
  expect([...sounding.now().keys()]).toEqual(['clu_1']);
  clock.set(MORNING + 31 * MINUTE + 1);
  sounding.forgetSilent();
  expect(sounding.now().size).toBe(0);
  expect(told().at(-1)).toEqual(['item', false]);
});
