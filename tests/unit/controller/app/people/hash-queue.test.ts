import { describe, expect, it } from 'vitest';
import { queuedHasher } from '../../../../../controller/app/people/hash-queue.ts';
import { settle } from '../../../../support/virtual-clock.ts';

const createField = () => {
  const running: (() => void)[] = [];
  let most = 0;
  let now = 0;
  const hasher = queuedHasher({
    concurrent: 2,
    mostWaiting: 3,
    hasher: {
      hash: async () => '',
      verify: () => {
        now += 1;
        most = Math.max(most, now);
        return new Promise((resolve) => {
          running.push(() => {
            now -= 1;
            resolve(true);
          });
        });
      },
      isOutdated: () => false,
    },
  });
  return { hasher, finishOne: () => running.shift()?.(), most: () => most };
};

describe('passwords to check', () => {
  it('are checked two at a time; three wait; more are turned away', async () => {
    const { hasher, finishOne, most } = createField();
    const outcomes: string[] = [];
    for (let index = 0; index < 7; index += 1)
      hasher.verify('', '').then(
        () => outcomes.push('checked'),
        (error: Error) => outcomes.push('code' in error ? String(error.code) : ''),
      );
    await settle();
    expect(outcomes).toEqual(['SignIn_Busy', 'SignIn_Busy']);
    for (let index = 0; index < 5; index += 1) {
      finishOne();
      await settle();
    }
    expect(outcomes.filter((outcome) => outcome === 'checked')).toHaveLength(5);
    expect(most()).toBe(2);
  });

  it('find their turn again after a flood', async () => {
    const { hasher, finishOne } = createField();
    const flood = Promise.allSettled(Array.from({ length: 20 }, () => hasher.verify('', '')));
    for (let index = 0; index < 5; index += 1) {
      await settle();
      finishOne();
    }
    await flood;
    const later = hasher.verify('', '');
    await settle();
    finishOne();
    expect(await later).toBe(true);
  });
});
