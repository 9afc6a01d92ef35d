import { beforeEach, describe, expect, it } from 'vitest';
import { problem } from '../../../../controller/http/representations/common.ts';
import { createHttpWorld, type HttpWorld } from '../../../support/http-world.ts';
import { type Operation, openApiDocument, operationsOf, sendOperation } from '../../../support/open-api.ts';

let world: HttpWorld;
beforeEach(async () => {
  world = await createHttpWorld();
});

const operations = async (): Promise<Operation[]> =>
  operationsOf(openApiDocument.parse(await (await world.app.request('/api/v1/openapi.json')).json()));
/** Status and problem code of an answer. */
const verdictOf = async (answer: Response): Promise<string> => {
  const isProblem = answer.headers.get('content-type') === 'application/problem+json';
  return `${answer.status} ${isProblem ? problem.parse(await answer.json()).code : ''}`;
};
const ask = async (path: string, init: RequestInit = {}): Promise<string> =>
  verdictOf(await world.app.request(path, init));

describe('the wall', () => {
  it('lets nobody in without signing in, but to what is known to be open', async () => {
    const answered: string[] = [];
    for (const operation of await operations()) {
      if ((await verdictOf(await sendOperation(world, operation))) !== '401 SignIn_Required')
        answered.push(operation.name);
    }
    expect(answered.sort()).toEqual([
      'POST /claims',
      'POST /password-links/choose',
      'POST /password-links/read',
      'POST /sign-in',
      'POST /sign-in/code',
      'POST /sign-out',
    ]);
  });

  it.each(['tt_session=', 'tt_session=x', `tt_session=${'x'.repeat(10_000)}`, 'session=x'])(
    'takes no made-up cookie %j',
    async (cookie) => {
      expect(await ask('/api/v1/me', { headers: { cookie } })).toBe('401 SignIn_Required');
    },
  );

  it('takes no one-time link for a cookie', async () => {
    await world.cookieOf('administrator');
    const token = await world.accounts.oneTimeLink('administrator-of-test');
    expect(await ask('/api/v1/me', { headers: { cookie: `tt_session=${token}` } })).toBe(
      '401 SignIn_Required',
    );
  });

  it('shuts again after half a day, and after two hours without a sign of the browser', async () => {
    const cookie = await world.cookieOf('administrator');
    for (let hour = 0; hour < 11; hour += 1) {
      await world.clock.advance(3_600_000);
      expect(await ask('/api/v1/me', { headers: { cookie } })).toBe('200 ');
    }
    await world.clock.advance(3_600_000);
    expect(await ask('/api/v1/me', { headers: { cookie } })).toBe('401 SignIn_Required');
    const idle = await world.cookieOf('administrator');
    await world.clock.advance(2 * 3_600_000);
    expect(await ask('/api/v1/me', { headers: { cookie: idle } })).toBe('401 SignIn_Required');
  });
});

describe('a viewer', () => {
  it('may not change anything', async () => {
    const cookie = await world.cookieOf('viewer');
    const unsafe = (await operations()).filter(
      ({ method, isOpen, details }) => method !== 'GET' && !isOpen && details['x-own-account'] !== true,
    );
    expect(unsafe.length).toBeGreaterThan(8);
    for (const operation of unsafe) {
      const verdict = await verdictOf(await sendOperation(world, operation, { cookie }));
      expect(`${operation.name} ${verdict}`).toBe(`${operation.name} 403 Role_NotAllowed`);
    }
  });

  it('may read, and sign out', async () => {
    const headers = { cookie: await world.cookieOf('viewer') };
    for (const path of ['/me', '/coverage', '/overview', '/areas', '/bulletins', '/clusters', '/playbacks'])
      expect(await ask(`/api/v1${path}`, { headers }), path).toBe('200 ');
    expect(await ask('/api/v1/sign-out', { method: 'POST', headers })).toBe('204 ');
    expect(await ask('/api/v1/me', { headers })).toBe('401 SignIn_Required');
  });
});

describe('a request that another site made a browser send', () => {
  const send = async (headers: Record<string, string>): Promise<string> =>
    ask('http://loa.example.vn/api/v1/clusters', {
      method: 'POST',
      body: '{}',
      headers: {
        'content-type': 'application/json',
        host: 'loa.example.vn',
        cookie: await world.cookieOf('administrator'),
        ...headers,
      },
    });

  it.each([
    { origin: 'https://attacker.example' },
    { origin: 'http://loa.example.vn.attacker.example' },
    { origin: 'http://loa.example.vn:8081' },
    { origin: 'null' },
    { origin: '' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'http://loa.example.vn', 'sec-fetch-site': 'cross-site' },
  ])('is refused with %j', async (headers) => {
    expect(await send(headers)).toBe('403 Request_ForeignOrigin');
  });

  it.each([
    {},
    { origin: 'http://loa.example.vn', 'sec-fetch-site': 'same-origin' },
    { origin: 'https://loa.example.vn' },
    { 'sec-fetch-site': 'none' },
  ])('is told from our own page and from programs, %j', async (headers) => {
    expect(await send(headers)).toBe('400 Request_Invalid');
  });

  it('may not sign in or out either', async () => {
    const headers = { origin: 'https://attacker.example', 'content-type': 'application/json' };
    for (const path of ['/sign-in', '/sign-out', '/claims'])
      expect(await ask(`/api/v1${path}`, { method: 'POST', body: '{}', headers })).toBe(
        '403 Request_ForeignOrigin',
      );
  });
});

describe('a one-time link', () => {
  const link = async (): Promise<string> => {
    await world.cookieOf('viewer');
    return `/sign-in/${await world.accounts.oneTimeLink('viewer-of-test')}`;
  };

  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])(
    'signs in once, from %s',
    async (address) => {
      const path = await link();
      world.comeFrom(address);
      const answer = await world.app.request(path);
      expect(answer.status).toBe(302);
      expect(answer.headers.get('location')).toBe('/');
      const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      expect(await ask('/api/v1/me', { headers: { cookie } })).toBe('200 ');
      expect(await ask(path)).toBe('410 SignIn_LinkSpent');
    },
  );

  it.each(['192.168.1.7', '10.0.0.1', '2001:db8::1', '1127.0.0.1', ''])(
    'is worth nothing to %j',
    async (address) => {
      const path = await link();
      world.comeFrom(address);
      expect(await ask(path)).toBe('403 SignIn_LoopbackOnly');
      world.comeFrom('127.0.0.1');
      expect(await ask(path)).toBe('302 ');
    },
  );

  it.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])(
    'is worth nothing through a proxy on this machine that says %s',
    async (header) => {
      expect(await ask(await link(), { headers: { [header]: '127.0.0.1' } })).toBe('403 SignIn_LoopbackOnly');
    },
  );

  it('dies within a day', async () => {
    const path = await link();
    await world.clock.advance(24 * 3_600_000);
    expect(await ask(path)).toBe('410 SignIn_LinkSpent');
  });
});

describe('cookies', () => {
  const body = JSON.stringify({ username: 'admin', password: 'mật khẩu đặt sẵn' });
  const signIn = async (base: string): Promise<string[]> => {
    await world.accounts.ensureAdministrator('mật khẩu đặt sẵn', '25.20200101');
    const headers = { 'content-type': 'application/json' };
    const answer = await world.app.request(`${base}/api/v1/sign-in`, { method: 'POST', body, headers });
    return answer.headers.getSetCookie();
  };

  it('over HTTPS are this host’s alone, for no script and no other site', async () => {
    const cookies = await signIn('https://loa.example.vn');
    expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual([
      '__Host-tt_session',
      '__Host-tt_known_browser',
    ]);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/; Path=\//);
      for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Strict']) expect(cookie).toContain(attribute);
      expect(cookie).not.toContain('Domain');
    }
    const [pair = ''] = cookies[0]?.split(';') ?? [];
    const own = (cookie: string) => ask('https://loa.example.vn/api/v1/me', { headers: { cookie } });
    expect(await own(pair)).toBe('200 ');
    expect(await own(pair.replace('__Host-', ''))).toBe('401 SignIn_Required');
  });

  it('on this machine need no HTTPS, and are for no script and no other site either', async () => {
    const cookies = await signIn('http://127.0.0.1');
    expect(cookies[0]).toMatch(/^tt_session=/);
    for (const cookie of cookies)
      for (const attribute of ['HttpOnly', 'SameSite=Strict']) expect(cookie).toContain(attribute);
  });
});
