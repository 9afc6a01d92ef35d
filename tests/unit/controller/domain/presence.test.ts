import { describe, expect, it } from 'vitest';
import { presenceAt, presenceRules } from '../../../../controller/domain/presence.ts';

const rules = presenceRules(10_000);
const since = 1_000_000;
const heardAt = since + 5_000;

describe('what silence means', () => {
  it('takes one missed heartbeat for a lost packet', () => {
    expect(rules).toEqual({ onlineForMs: 22_000, offlineAfterMs: 50_000 });
  });

  it.each([
    [0, 'online'],
    [22_000, 'online'],
    [22_001, 'late'],
    [50_000, 'late'],
    [50_001, 'offline'],
  ] as const)('calls a device heard %i ms ago %s', (age, state) => {
    expect(presenceAt({ heardAt, leftAt: null }, since, heardAt + age, rules)).toBe(state);
  });

  it.each([
    ['never heard, and listening only for a moment', null, since + 50_000, 'unknown'],
    ['never heard in all the time that makes a device offline', null, since + 50_001, 'offline'],
    ['heard, but before the controller began to listen', since - 1, since + 10_000, 'unknown'],
    ['heard before, and silent ever since', since - 1, since + 50_001, 'offline'],
  ] as const)('judges a device %s', (_, heard, now, state) => {
    expect(presenceAt({ heardAt: heard, leftAt: null }, since, now, rules)).toBe(state);
  });

  it('knows nothing of anybody while the link is down', () => {
    expect(presenceAt({ heardAt, leftAt: null }, null, heardAt, rules)).toBe('unknown');
  });
});

describe('a will message', () => {
  it('makes a device late at once, and no more than that', () => {
    expect(presenceAt({ heardAt, leftAt: heardAt }, since, heardAt + 1, rules)).toBe('late');
    expect(presenceAt({ heardAt, leftAt: heardAt + 1 }, since, heardAt + 40_000, rules)).toBe('late');
  });

  it('is forgotten when the device is heard again', () => {
    expect(presenceAt({ heardAt, leftAt: heardAt - 1 }, since, heardAt, rules)).toBe('online');
  });

  it('says nothing of a device that is unknown', () => {
    expect(presenceAt({ heardAt: null, leftAt: since + 1 }, since, since + 2, rules)).toBe('unknown');
  });
});
