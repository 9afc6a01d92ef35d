import { describe, expect, it } from 'vitest';
import { isLoopback } from '../../../../controller/domain/loopback.ts';

describe('an address that only this machine reaches', () => {
  it.each(['localhost', '::1', '127.0.0.1', '127.8.0.1', '::ffff:127.0.0.1'])('takes %s as one', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each(['', '0.0.0.0', '::', '10.127.0.0', '127.0.0.1.example.vn', '::ffff:10.0.0.1'])(
    'takes “%s” for reachable',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});
