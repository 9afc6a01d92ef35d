import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { amplifications, traversals } from '../support/attacks/addresses.ts';
import type { Attack } from '../support/attacks/attack.ts';
import { type AttackField, createAttackField } from '../support/attacks/attack-field.ts';
import { otherPages } from '../support/attacks/browsers.ts';
import { foreigners } from '../support/attacks/foreigners.ts';
import { bodies, decoderBombs, forms } from '../support/attacks/uploads.ts';

let field: AttackField;
beforeAll(async () => {
  field = await createAttackField();
});
afterAll(() => field.stop());

const rows: readonly (readonly [string, readonly Attack[]])[] = [
  ['files of the server by way of an address', traversals],
  ['a small request for a large answer', amplifications],
  ['a page of somebody else', otherPages],
  ['forms and bodies', [...forms, ...bodies]],
  ['files that are no sound, or too much of it', decoderBombs],
  ['what belongs to others', foreigners],
];

describe.each(rows)('attack: %s', (_, attacks) => {
  it.each(attacks)('%s -> %s', async (_attack, refusal, act) => {
    expect(await act(field)).toBe(refusal);
  });
});

it('is alive after all of it', async () => {
  expect((await field.send('/me')).status).toBe(200);
});
