import { describe, expect, it } from 'vitest';
import { createHold, HOLD_MS, type HoldState } from '../../../../web/src/ui/hold.ts';
import { createFakeSchedule } from '../live/fake-schedule.ts';

const setUp = () => {
  const time = createFakeSchedule();
  const states: HoldState[] = [];
  let held = 0;
  const hold = createHold({
    holdMs: HOLD_MS,
    schedule: time.schedule,
    onState: (state) => states.push(state),
    onHeld: () => {
      held += 1;
    },
  });
  return { time, states, hold, heldTimes: () => held };
};

describe('a button that is held', () => {
  it('does nothing before it was held long enough', () => {
    const { time, hold, heldTimes } = setUp();
    hold.press();
    time.advance(HOLD_MS - 1);
    expect(heldTimes()).toBe(0);
    time.advance(1);
    expect(heldTimes()).toBe(1);
  });

  it('is given up when let go early, and says so', () => {
    const { time, states, hold, heldTimes } = setUp();
    hold.press();
    time.advance(HOLD_MS - 1);
    hold.release();
    time.advance(10 * HOLD_MS);
    expect(heldTimes()).toBe(0);
    expect(states).toEqual(['holding', 'released-early']);
  });

  it('is not started anew by the repeats of a key, nor finished twice by them', () => {
    const { time, hold, heldTimes } = setUp();
    hold.press();
    time.advance(HOLD_MS / 2);
    hold.press();
    time.advance(HOLD_MS / 2);
    expect(heldTimes()).toBe(1);
  });

  it('takes letting go after it is done for nothing', () => {
    const { time, states, hold } = setUp();
    hold.press();
    time.advance(HOLD_MS);
    hold.release();
    expect(states).toEqual(['holding', 'idle']);
  });

  it('does nothing once it is gone from the page', () => {
    const { time, hold, heldTimes } = setUp();
    hold.press();
    hold.stop();
    time.advance(HOLD_MS);
    expect(heldTimes()).toBe(0);
  });
});
