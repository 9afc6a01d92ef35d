import { expect, it } from 'vitest';
import { ConnectionCut, classifyEnd } from '../../../broker/connection-end.ts';

it.each([
  [new ConnectionCut('slow', 'too much waits'), 'slow'],
  [new ConnectionCut('protocol', 'too large'), 'protocol'],
  [Object.assign(new Error('not authorized'), { errorCode: 5 }), 'refused'],
  [new Error('drain timeout'), 'slow'],
  [Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }), 'lost'],
  [new Error('keep alive timeout'), 'lost'],
  [new Error('connect did not arrive in time'), 'protocol'],
  [new Error('Invalid protocolId'), 'protocol'],
])('tells why a connection ended: %s', (error, end) => {
  expect(classifyEnd(error)).toBe(end);
});
