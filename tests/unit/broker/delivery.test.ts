import { expect, it } from 'vitest';
import { nextMessageId } from '../../../broker/delivery.ts';

it('gives every message an identifier of its own, never 0, until all are used', () => {
  const identifiers: number[] = [];
  for (let last = 0; identifiers.length < 65_537; last = identifiers.at(-1) ?? 0) {
    identifiers.push(nextMessageId(last));
  }
  expect(new Set(identifiers.slice(0, 65_535)).size).toBe(65_535);
  expect(identifiers).not.toContain(0);
  expect(identifiers.slice(65_535)).toEqual([1, 2]);
});
