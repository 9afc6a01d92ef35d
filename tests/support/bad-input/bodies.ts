import { longestPassword } from '../../../controller/domain/password.ts';
import type { BadInput, BadInputField } from './field.ts';

const invalid = [400, 'Request_Invalid'] as const;

const cluster = { areaCode: '07888', name: 'Khu 3 – Nhà văn hóa' };
const post = (path: string, body: unknown) => (field: BadInputField) => field.send('POST', path, body);
/** A body of that type, without a length when it is a stream. */
const raw =
  (body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}) =>
  ({ api }: BadInputField) =>
    api.fetch('/api/v1/clusters', { method: 'POST', body, headers, duplex: 'half' });
const megabyte = JSON.stringify({ ...cluster, name: 'x'.repeat(1_100_000) });
const chunked = (text: string): ReadableStream => new Blob([text]).stream();
const json = { 'content-type': 'application/json' };

/** Bodies that no route could read. */
const unreadable: readonly BadInput[] = [
  ['JSON that breaks off', post('/clusters', '{"areaCode": "07888", '), 400, 'Request_Unreadable'],
  ['no JSON at all', post('/clusters', 'xin chào'), 400, 'Request_Unreadable'],
  ['nothing', post('/clusters', ''), 400, 'Request_Unreadable'],
  ['null', post('/clusters', 'null'), ...invalid],
  ['a list', post('/clusters', []), ...invalid],
  ['lists within lists', post('/clusters', `${'['.repeat(100_000)}${']'.repeat(100_000)}`), ...invalid],
  ['text', raw(JSON.stringify(cluster), { 'content-type': 'text/plain' }), 415, 'Request_NotJson'],
  ['a form', raw(new URLSearchParams(cluster)), 415, 'Request_NotJson'],
  ['a form of parts', raw(new FormData()), 415, 'Request_NotJson'],
  ['bytes of no type', raw(new TextEncoder().encode(JSON.stringify(cluster))), 415, 'Request_NotJson'],
  [
    'a change as text',
    ({ api, sessionId }) =>
      api.fetch(`/api/v1/sessions/${sessionId}`, { method: 'PATCH', body: '{"volume":10}' }),
    415,
    'Request_NotJson',
  ],
  ['JSON over a megabyte', post('/clusters', megabyte), 413, 'Request_TooLarge'],
  ['JSON over a megabyte, in chunks', raw(chunked(megabyte), json), 413, 'Request_TooLarge'],
  ['broken JSON in chunks', raw(chunked('{"areaCode"'), json), 400, 'Request_Unreadable'],
];

/** Bodies that hold what does not belong there. */
const misfits: readonly BadInput[] = [
  ['a field nobody knows', post('/clusters', { ...cluster, owner: 'x' }), ...invalid],
  [
    'a field called __proto__',
    post('/clusters', '{"areaCode":"07888","name":"x","__proto__":{"a":1}}'),
    ...invalid,
  ],
  [
    'a field nobody knows at sign-in',
    post('/sign-in', { username: 'admin', password: 'x', admin: true }),
    ...invalid,
  ],
  ['a code that is a number', post('/clusters', { ...cluster, areaCode: 7888 }), ...invalid],
  ['a name that is missing', post('/clusters', { areaCode: '07888' }), ...invalid],
  ['a name of blanks', post('/clusters', { ...cluster, name: '   ' }), ...invalid],
  ['a name with a zero byte', post('/clusters', { ...cluster, name: 'Khu\u0000' }), ...invalid],
  ['a name with half a character', post('/clusters', { ...cluster, name: 'Khu \ud83d' }), ...invalid],
  ['a name without end', post('/clusters', { ...cluster, name: 'x'.repeat(121) }), ...invalid],
  ['a place off the globe', post('/clusters', { ...cluster, latitude: 91 }), ...invalid],
  ['no horns', post('/clusters', { ...cluster, horns: 0 }), ...invalid],
  ['half a horn', post('/clusters', { ...cluster, horns: 1.5 }), ...invalid],
  [
    'a cluster in a district',
    post('/clusters', { ...cluster, areaCode: '237' }),
    422,
    'Cluster_NeedsCommune',
  ],
  ['a cluster nowhere', post('/clusters', { ...cluster, areaCode: '99999' }), 404, 'Area_Unknown'],
  [
    'a device for no cluster',
    post('/devices', { clusterId: 'clu_x', serial: 'S', model: 'M' }),
    404,
    'Cluster_Unknown',
  ],
  [
    'a device too loud',
    ({ send, clusterId }) => send('POST', '/devices', { clusterId, serial: 'S', model: 'M', maxVolume: 101 }),
    ...invalid,
  ],
  [
    'a claim code that is wrong',
    post('/claims', {
      code: 'ABCD-EFGH-JKMN-PQRS',
      publicKey: { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) },
    }),
    410,
    'Claim_CodeNotValid',
  ],
  ['a claim without a key', post('/claims', { code: 'ABCD-EFGH-JKMN-PQRS' }), ...invalid],
  [
    'a claim with a key of another kind',
    post('/claims', {
      code: 'ABCD-EFGH-JKMN-PQRS',
      publicKey: { kty: 'RSA', n: 'x', e: 'AQAB' },
    }),
    ...invalid,
  ],
  ['a note that is a number', post('/incidents/inc_x/close', { note: 1 }), ...invalid],
  ['a note of blanks', post('/incidents/inc_x/close', { note: ' ' }), ...invalid],
  ['a note without end', post('/incidents/inc_x/acknowledge', { note: 'x'.repeat(1_001) }), ...invalid],
  ['a word nobody knows', post('/incidents/inc_x/acknowledge', { by: 'x' }), ...invalid],
  ['a wrong password', post('/sign-in', { username: 'admin', password: 'x' }), 401, 'SignIn_Wrong'],
  ['a user nobody knows', post('/sign-in', { username: 'nobody', password: 'x' }), 401, 'SignIn_Wrong'],
  [
    'a password without end',
    post('/sign-in', { username: 'admin', password: 'x'.repeat(4 * longestPassword + 1) }),
    ...invalid,
  ],
];

export const badBodies: readonly BadInput[] = [...unreadable, ...misfits];
