import { expect, it } from 'vitest';
import { sections } from '../../bench/sections.ts';

it('names every subject of the bench once, so that --only means one', () => {
  const names = sections.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain('coverage');
});
