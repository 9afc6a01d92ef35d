import { expect, it } from 'vitest';
import { requestStateAt } from '../../../../controller/domain/announcement-request.ts';

it('a request runs out by the clock alone, whoever looks when', () => {
  expect(requestStateAt({ state: 'waiting', expiresAt: 10 }, 9)).toBe('waiting');
  expect(requestStateAt({ state: 'waiting', expiresAt: 10 }, 10)).toBe('expired');
  expect(requestStateAt({ state: 'confirmed', expiresAt: 10 }, 99)).toBe('confirmed');
});
