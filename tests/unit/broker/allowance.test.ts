import { describe, expect, it } from 'vitest';
import { createAllowances } from '../../../broker/allowance.ts';
import { createPacketFlood } from '../../../broker/packet-flood.ts';

const limits = {
  messages: { perSecond: 10, burst: 5 },
  bytes: { perSecond: 1_000, burst: 1_000 },
  maxExcess: 10,
};

const create = () => {
  const clock = { now: 0 };
  return { clock, allowances: createAllowances({ limits, now: () => clock.now }) };
};

describe('what one client may send', () => {
  it('is bounded in messages and in bytes, whichever comes first', () => {
    const { allowances } = create();
    const many = allowances.of('many');
    for (let sent = 0; sent < 5; sent += 1) expect(allowances.take(many, 1, 1)).toBe(0);
    expect(allowances.take(many, 1, 1)).toBe(100);
    const large = allowances.of('large');
    expect(allowances.take(large, 1, 1_500)).toBe(500);
  });

  it('is not used up by what was dropped', () => {
    const { clock, allowances } = create();
    const one = allowances.of('one');
    for (let sent = 0; sent < 1_000; sent += 1) allowances.mayTake(one, 1, 10);
    clock.now = 200;
    expect(allowances.mayTake(one, 1, 10)).toBe(true);
  });

  it('stays used up when the client connects again, and is forgotten once nothing is owed', () => {
    const { clock, allowances } = create();
    allowances.take(allowances.of('one'), 5, 0);
    expect(allowances.mayTake(allowances.of('one'), 1, 0)).toBe(false);
    clock.now = 60_000;
    allowances.of('two');
    expect(allowances.size()).toBe(1);
  });

  it('is forgiven once the client keeps within its limits again', () => {
    const { clock, allowances } = create();
    const one = allowances.of('one');
    one.excess = 9;
    clock.now = 1_000;
    allowances.take(one, 1, 1);
    expect(one.excess).toBe(0);
  });
});

describe('packets of any kind', () => {
  it('are a flood when they are far more than messages explain', () => {
    let now = 0;
    const isFlood = createPacketFlood({ limits, now: () => now });
    expect(isFlood(30)).toBe(false);
    expect(isFlood(1)).toBe(true);
    now = 1_000;
    expect(isFlood(39)).toBe(true);
    now = 3_000;
    expect(isFlood(30)).toBe(false);
  });
});
