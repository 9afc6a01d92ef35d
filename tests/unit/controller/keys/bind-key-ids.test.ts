import { parseArgs } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bindKeyIds } from '../../../../controller/keys/bind-key-ids.ts';

describe('the id of a key on the command line', () => {
  const options = { kid: { type: 'string', multiple: true }, out: { type: 'string' } } as const;

  it.each(['-gAxc9TwYcty-n-0Td8UzvNKyC0J8eXBjFYrlaeie-Y', '--Axc9', 'plain', '-'])('may be %s', (kid) => {
    const args = bindKeyIds(['revoke', '--kid', kid, '--kid', 'other', '--out', 'file']);
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    expect({ ...values, positionals }).toEqual({
      kid: [kid, 'other'],
      out: 'file',
      positionals: ['revoke'],
    });
  });

  it('may be missing, or bound already', () => {
    expect(bindKeyIds(['revoke', '--kid'])).toEqual(['revoke', '--kid']);
    expect(bindKeyIds(['revoke', '--kid=-a'])).toEqual(['revoke', '--kid=-a']);
  });
});
