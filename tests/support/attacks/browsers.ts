import { type Attack, at, verdictIn } from './attack.ts';
import type { AttackField } from './attack-field.ts';

const json = { 'content-type': 'application/json' };
const evil = { origin: 'https://evil.example' };

const headersOf =
  (path: string, names: readonly string[]) =>
  async ({ url }: AttackField): Promise<string> => {
    const { headers } = await fetch(`${url}${path}`);
    return names.map((name) => headers.get(name) ?? 'none').join(' | ');
  };

/** What a page of somebody else may try by way of a browser that is signed in here. */
export const otherPages: readonly Attack[] = [
  [
    'a form that uploads',
    '403 Request_ForeignOrigin',
    at('/api/v1/bulletins', { method: 'POST', headers: evil, body: new FormData() }),
  ],
  [
    'signing somebody in under its own name',
    '403 Request_ForeignOrigin',
    at('/api/v1/sign-in', {
      method: 'POST',
      headers: { ...evil, ...json },
      body: '{"username":"a","password":"b"}',
    }),
  ],
  [
    'signing somebody out',
    '403 Request_ForeignOrigin',
    at('/api/v1/sign-out', { method: 'POST', headers: evil }),
  ],
  [
    'a request that looks as if it came from here',
    '403 Request_ForeignOrigin',
    ({ url, send }) =>
      send('/clusters', {
        method: 'POST',
        headers: { origin: `${url}.evil.example`, ...json },
        body: '{}',
      }).then(verdictIn),
  ],
  [
    'asking by preflight whether it may',
    '405 Request_MethodNotAllowed',
    at('/api/v1/clusters', {
      method: 'OPTIONS',
      headers: { ...evil, 'access-control-request-method': 'POST' },
    }),
  ],
  [
    'showing the page in a frame',
    "DENY | frame-ancestors 'none'",
    async (field) => {
      const [frame, policy = ''] = (
        await headersOf('/', ['x-frame-options', 'content-security-policy'])(field)
      ).split(' | ');
      return `${frame} | ${policy
        .split(';')
        .find((part) => part.includes('frame-ancestors'))
        ?.trim()}`;
    },
  ],
  [
    'reading answers of the API',
    'none | nosniff',
    headersOf('/api/v1/openapi.json', ['access-control-allow-origin', 'x-content-type-options']),
  ],
  [
    'scripts of another server',
    "no script-src but 'self'",
    async (field) => {
      const policy = await headersOf('/', ['content-security-policy'])(field);
      const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? /default-src ([^;]*)/.exec(policy)?.[1] ?? '';
      return /unsafe|\*|https?:|data:/.test(scripts) ? policy : "no script-src but 'self'";
    },
  ],
  [
    'taking the cookie by script or from another site',
    'HttpOnly, SameSite=Strict',
    async ({ url }) => {
      const { ADMIN_PASSWORD } = await import('../run-controller.ts');
      const body = JSON.stringify({ username: 'admin', password: ADMIN_PASSWORD });
      const answer = await fetch(`${url}/api/v1/sign-in`, { method: 'POST', headers: json, body });
      const [cookie = ''] = answer.headers.getSetCookie();
      return ['HttpOnly', 'SameSite=Strict'].filter((part) => cookie.includes(part)).join(', ');
    },
  ],
  [
    'a way out to another site',
    '404',
    async ({ url }) => {
      const answer = await fetch(`${url}/sign-in/x?next=//evil.example`, { redirect: 'manual' });
      return answer.headers.has('location')
        ? 'leads away'
        : String(answer.status === 410 ? 404 : answer.status);
    },
  ],
  [
    'learning which accounts there are',
    'one answer for both',
    async ({ url }) => {
      const ask = async (username: string): Promise<string> => {
        const body = JSON.stringify({ username, password: 'wrong-password-1' });
        const answer = await fetch(`${url}/api/v1/sign-in`, { method: 'POST', headers: json, body });
        return `${answer.status} ${[...answer.headers.keys()].filter((name) => name !== 'date').join()} ${await answer.text()}`;
      };
      const [known, unknown] = [await ask('admin'), await ask('nobody-of-that-name')];
      return known === unknown ? 'one answer for both' : `${known} / ${unknown}`;
    },
  ],
];
