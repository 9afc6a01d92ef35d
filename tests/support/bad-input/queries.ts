import { askByHand, headOf } from '../raw-http.ts';
import type { BadInput, BadInputField } from './field.ts';

const invalid = [400, 'Request_Invalid'] as const;
const get =
  (path: string) =>
  ({ api }: BadInputField) =>
    api.fetch(`/api/v1${path}`);
const ask =
  (method: string, path: string) =>
  ({ api }: BadInputField) =>
    api.fetch(path, { method });

const each = (
  values: readonly string[],
  path: (value: string) => string,
  status: number,
  code: string,
): BadInput[] => values.map((value) => [path(value), get(path(encodeURIComponent(value))), status, code]);

const queries: readonly BadInput[] = [
  ...each(
    ['2026-02-30', '2022-13-01', '31/12/2022', '2022-12-31T00:00:00Z', 'hôm nay', ''],
    (at) => `/coverage?at=${at}`,
    ...invalid,
  ),
  ...each(['9999-12-31'], (at) => `/coverage?at=${at}`, 422, 'Coverage_DateAhead'),
  ...each(['9999-12-31'], (at) => `/coverage.csv?at=${at}`, 422, 'Coverage_DateAhead'),
  ...each(['1900-01-01', '0001-01-01'], (at) => `/coverage?at=${at}`, 404, 'Area_NotInForce'),
  ...each(
    ['Phú Thọ', '9', '999999', '25;drop table areas', "25' or '1'='1", ''],
    (area) => `/coverage?area=${area}`,
    ...invalid,
  ),
  ...each(
    [
      '/coverage',
      '/coverage.csv',
      '/overview',
      '/playbacks',
      '/playbacks.csv',
      '/playbacks/summary',
      '/bulletins',
      '/clusters',
      '/sessions',
      '/schedule',
      '/incidents',
    ],
    (path) => `${path}?area=99`,
    404,
    'Area_Unknown',
  ).map(([name, , status, code]): BadInput => [name, get(name), status, code]),
  ['an area twice', get('/coverage?area=25&area=237'), ...invalid],
  ...each(['0', '-1', '201', '1.5', 'all', 'Infinity'], (limit) => `/bulletins?limit=${limit}`, ...invalid),
  ...each(['0', '201', 'all'], (limit) => `/clusters?limit=${limit}`, ...invalid),
  ...each(['0', '1001', ''], (limit) => `/playbacks?limit=${limit}`, ...invalid),
  ...each(
    ['x', '%%%', 'W10', 'WyJhIiwiYiIsImMiXQ', 'x'.repeat(501)],
    (cursor) => `/playbacks?cursor=${cursor}`,
    ...invalid,
  ),
  ...each(['x', 'W10', 'x'.repeat(201)], (cursor) => `/bulletins?cursor=${cursor}`, ...invalid),
  ...each(['%%%', 'a b', ''], (cursor) => `/clusters?cursor=${cursor}`, ...invalid),
  ...each(
    ['yesterday', '2026-01-01', '2026-01-01T00:00:00', '2026-02-30T00:00:00Z', '1767225600000'],
    (from) => `/playbacks?from=${from}`,
    ...invalid,
  ),
  ...each(['0', '201', 'all'], (limit) => `/incidents?limit=${limit}`, ...invalid),
  ...each(['x', 'W10', 'x'.repeat(201)], (cursor) => `/incidents?cursor=${cursor}`, ...invalid),
  ...each(['gone', 'OPEN', ''], (state) => `/incidents?state=${state}`, ...invalid),
  ...each(['fire'], (type) => `/incidents?type=${type}`, ...invalid),
  ...each(['heard'], (outcome) => `/playbacks?outcome=${outcome}`, ...invalid),
  ...each(['gone'], (state) => `/clusters?presence=${state}`, ...invalid),
  ...each(['village'], (level) => `/areas?level=${level}`, ...invalid),
  ...each(['x'.repeat(101)], (text) => `/areas?search=${text}`, ...invalid),
  [
    'a schedule of a year',
    get('/schedule?from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z'),
    422,
    'Schedule_SpanTooLong',
  ],
  [
    'readiness on no date',
    ({ api, sessionId }) => api.fetch(`/api/v1/sessions/${sessionId}/readiness`),
    ...invalid,
  ],
  [
    'readiness in pages of nothing',
    ({ api, sessionId, tomorrow }) =>
      api.fetch(`/api/v1/sessions/${sessionId}/readiness?date=${tomorrow}&limit=0`),
    ...invalid,
  ],
];

const ids: readonly BadInput[] = [
  ...each(['abc', '2', "25'", '../../etc/passwd', '\0'], (code) => `/areas/${code}`, ...invalid),
  ...each(['99', '07888-99'], (code) => `/areas/${code}`, 404, 'Area_Unknown'),
  ...each(['x'.repeat(65)], (id) => `/bulletins/${id}`, ...invalid),
  ...each(['bul_x', '../sessions', '\0', '%'], (id) => `/bulletins/${id}`, 404, 'Bulletin_Unknown'),
  ...each(['clu_x', '__proto__', 'constructor'], (id) => `/clusters/${id}`, 404, 'Cluster_Unknown'),
  ['/clusters/clu_x/now-playing', get('/clusters/clu_x/now-playing'), 404, 'Cluster_Unknown'],
  ['acknowledging nothing', ask('POST', '/api/v1/incidents/inc_x/acknowledge'), 404, 'Incident_Unknown'],
  ['closing nothing', ask('POST', '/api/v1/incidents/inc_x/close'), 404, 'Incident_Unknown'],
  ['closing an id without end', ask('POST', `/api/v1/incidents/${'x'.repeat(65)}/close`), ...invalid],
  ['withdrawing nothing', ask('DELETE', '/api/v1/bulletins/bul_x'), 404, 'Bulletin_Unknown'],
  ['a claim code for nothing', ask('POST', '/api/v1/devices/dev_x/claim-code'), 404, 'Device_Unknown'],
  ['a percent sign that encodes nothing', ask('GET', '/api/v1/bulletins/%zz'), 404, 'Bulletin_Unknown'],
];

const noSuchPath = [404, 'Request_NoSuchPath'] as const;
const notAllowed = [405, 'Request_MethodNotAllowed'] as const;
const addresses: readonly BadInput[] = [
  ...[
    '/api',
    '/api/v1',
    '/api/v1/nothing',
    '/api/v2/me',
    '/api/v1/me/x',
    '/api/v1/bulletins/x/y',
    '/media/x',
    '/media/..%2ftruyenthanh.db',
    '/assets/nothing.js',
    '/nothing.php',
  ].map((path): BadInput => [path, ask('GET', path), ...noSuchPath]),
  ['an asset that is not there', ask('GET', `/media/${'0'.repeat(64)}.mp3`), ...noSuchPath],
  ['POST to the page', ask('POST', '/'), ...noSuchPath],
  ['POST to nothing', ask('POST', '/api/v1/nothing'), ...noSuchPath],
  ['PATCH of coverage', ask('PATCH', '/api/v1/coverage'), ...notAllowed],
  ['DELETE of all bulletins', ask('DELETE', '/api/v1/bulletins'), ...notAllowed],
  ['DELETE of all incidents', ask('DELETE', '/api/v1/incidents'), ...notAllowed],
  ['PUT of a session', ask('PUT', '/api/v1/sessions/ses_x'), ...notAllowed],
  ['GET of a running order', ask('GET', '/api/v1/sessions/ses_x/running-orders/2028-01-01'), ...notAllowed],
  ['OPTIONS', ask('OPTIONS', '/api/v1/me'), ...notAllowed],
  ["a method of one's own", ask('PURGE', '/api/v1/me'), ...notAllowed],
  [
    'a host that is no name',
    ({ controller }) => askByHand(controller.url, headOf('GET /api/v1/me', { host: 'a b' })),
    400,
    'Request_Unreadable',
  ],
];

export const badQueries: readonly BadInput[] = [...queries, ...ids, ...addresses];
