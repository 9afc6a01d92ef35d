import { expect, it } from 'vitest';
import { isMassSilence } from '../../../../controller/domain/silence.ts';

it.each([
  [10_000, 7_999, false, false],
  [10_000, 8_000, false, true],
  [10_000, 5_000, true, true],
  [10_000, 4_999, true, false],
  [9, 9, false, false],
  [10, 8, false, true],
  [0, 0, false, false],
])('of %i devices %i offline, mass before: %s, is mass: %s', (devices, offline, wasMass, expected) => {
  expect(isMassSilence(devices, offline, wasMass)).toBe(expected);
});
