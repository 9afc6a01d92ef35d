import { describe, expect, it } from 'vitest';
import { inSlices } from '../../../../controller/app/in-slices.ts';

const log: string[] = [];
const clock = {
  after: (_delayMs: number, task: () => void) => {
    log.push('turn');
    queueMicrotask(task);
    return () => undefined;
  },
};
const read = async (slice: readonly number[]): Promise<number> => {
  log.push(slice.join());
  return slice.length;
};
const readAll = async (items: number[]) => {
  log.length = 0;
  return { results: await inSlices(clock, items, 2, read), log: [...log] };
};

describe('a long read in slices', () => {
  it('reads one after the other, with a turn for others between two', async () => {
    expect(await readAll([1, 2, 3, 4, 5])).toEqual({
      results: [2, 2, 1],
      log: ['1,2', 'turn', '3,4', 'turn', '5'],
    });
  });

  it('is one read when everything fits into it', async () => {
    expect(await readAll([1, 2])).toEqual({ results: [2], log: ['1,2'] });
  });

  it('asks once about nothing', async () => {
    expect(await readAll([])).toEqual({ results: [0], log: [''] });
  });
});
