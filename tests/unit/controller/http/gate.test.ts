import { describe, expect, it } from 'vitest';
import { createKnownHosts } from '../../../../controller/adapters/http/known-hosts.ts';
import { createRequestRate } from '../../../../controller/adapters/http/request-rate.ts';
import { createGate } from '../../../../controller/http/gate.ts';

const arrival = {
  address: '203.0.113.9',
  peer: '10.0.0.2',
  host: 'loa.example.vn',
  path: '/api/v1/me',
  method: 'GET',
};
const open = { isKnownHost: () => true, isForeignPeer: () => false, waitOf: () => 0 };

describe('what is turned away before it costs anything', () => {
  it.each([
    ['a name that is not ours', { isKnownHost: () => false }, 421, 'Request_UnknownHost'],
    ['a way past the proxy', { isForeignPeer: () => true }, 403, 'Request_ProxyOnly'],
    ['a flood from one address', { waitOf: () => 1_500 }, 429, 'Request_TooMany'],
  ])('is %s', async (_name, closed, status, code) => {
    const answer = createGate({ ...open, ...closed })(arrival);
    expect(answer?.status).toBe(status);
    expect(await answer?.json()).toMatchObject({ code });
  });

  it.each(['TRACE', 'CONNECT', 'PROPFIND', ''])('is the method %j', (method) => {
    const answer = createGate(open)({ ...arrival, method });
    expect(answer?.status).toBe(405);
    expect(answer?.headers.get('allow')).toContain('GET');
  });

  it('says when to come again', () => {
    expect(createGate({ ...open, waitOf: () => 1_500 })(arrival)?.headers.get('retry-after')).toBe('2');
  });

  it('is never audio: thousands of loudspeakers behind one address fetch it at once', () => {
    const gate = createGate({ ...open, waitOf: () => 1_500 });
    expect(gate({ ...arrival, path: `/media/${'a'.repeat(64)}.mp3` })).toBeNull();
  });

  it.each(['/%61pi/v1/me', '/API/v1/me', '/'])('is a flood of anything else, such as %s', (path) => {
    expect(createGate({ ...open, waitOf: () => 1_500 })({ ...arrival, path })?.status).toBe(429);
  });
});

describe('names of this server', () => {
  const isKnown = createKnownHosts(['loa.example.vn', 'LOA']);
  it.each([
    'loa.example.vn',
    'loa.example.vn:8443',
    'LOA.example.vn.',
    'loa',
    'localhost:8080',
    '10.0.0.5',
    '[::1]:80',
  ])('include %s', (host) => {
    expect(isKnown(host)).toBe(true);
  });
  it.each(['evil.example', 'loa.example.vn.evil.example', 'localhost.evil.example', '', undefined])(
    'do not include %j',
    (host) => {
      expect(isKnown(host)).toBe(false);
    },
  );
});

describe('how often an address may ask', () => {
  it('is bounded for each by itself, and forgotten when it has been quiet', () => {
    let now = 0;
    const rate = createRequestRate({ perSecond: 10, burst: 3 }, () => now);
    expect([1, 2, 3, 4].map(() => rate.waitOf('a'))).toEqual([0, 0, 0, 100]);
    expect(rate.waitOf('b')).toBe(0);
    now = 100;
    expect(rate.waitOf('a')).toBe(0);
    now = 61_000;
    rate.waitOf('c');
    expect(rate.size()).toBe(1);
  });
});
