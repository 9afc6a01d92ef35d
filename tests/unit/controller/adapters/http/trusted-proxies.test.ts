import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createTrustedProxies } from '../../../../../controller/adapters/http/trusted-proxies.ts';

const proxies = createTrustedProxies(['10.0.0.2', '192.168.0.0/16', 'fd00::/8', '127.0.0.1']);

const requestFrom = (peer: string, headers: Record<string, string>): IncomingMessage => {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  const request = new IncomingMessage(socket);
  request.rawHeaders = Object.entries(headers).flat();
  request.headers = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return request;
};

describe('where a request came from', () => {
  it.each([
    ['a stranger who claims an address', '203.0.113.9', '10.1.1.1', '203.0.113.9'],
    ['a trusted proxy', '10.0.0.2', '203.0.113.9', '203.0.113.9'],
    ['a trusted proxy, seen over IPv6', '::ffff:10.0.0.2', '203.0.113.9', '203.0.113.9'],
    ['a client that forged the beginning', '10.0.0.2', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
    ['two proxies in a row', '10.0.0.2', '203.0.113.9, 192.168.1.1', '203.0.113.9'],
    ['a proxy that names the port', '10.0.0.2', '203.0.113.9:5123', '203.0.113.9'],
    ['an IPv6 client', 'fd00::1', '[2001:db8::7]:443', '2001:db8::7'],
    ['a proxy that says nothing', '10.0.0.2', '', '10.0.0.2'],
    ['a proxy that hands on nonsense', '10.0.0.2', '203.0.113.9, unknown', '10.0.0.2'],
  ])('is read from %s', (_name, peer, forwarded, expected) => {
    const headers = forwarded === '' ? {} : { 'X-Forwarded-For': forwarded };
    expect(proxies.addressOf(requestFrom(peer, headers))).toBe(expected);
  });
});

describe('what a head says about its way', () => {
  const said = {
    'X-Forwarded-Proto': 'https',
    'X-Forwarded-Host': 'loa.example.vn',
    'X-Forwarded-For': '203.0.113.9',
    Host: '10.0.0.1:8080',
  };

  it('is forgotten when a stranger says it', () => {
    const request = requestFrom('203.0.113.9', said);
    proxies.normalise(request);
    expect(request.headers).toEqual({ host: '10.0.0.1:8080' });
    expect(request.rawHeaders).toEqual(['Host', '10.0.0.1:8080']);
  });

  it('holds when a trusted proxy says it: scheme and host are the ones the browser used', () => {
    const request = requestFrom('192.168.7.7', said);
    proxies.normalise(request);
    expect(request.headers).toEqual({
      host: 'loa.example.vn',
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '203.0.113.9',
    });
  });

  it('from an unknown proxy on this machine is not believed, yet still shows that there was one', () => {
    const request = requestFrom('::1', said);
    proxies.normalise(request);
    expect(request.headers).toEqual({ host: '10.0.0.1:8080', 'x-forwarded-for': '203.0.113.9' });
  });

  it('is no scheme but http or https', () => {
    const request = requestFrom('10.0.0.2', { 'X-Forwarded-Proto': 'javascript', Host: 'a' });
    proxies.normalise(request);
    expect(request.headers).toEqual({ host: 'a' });
  });
});
