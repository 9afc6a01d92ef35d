import type { BadInput, BadInputField } from './field.ts';

const invalid = [400, 'Request_Invalid'] as const;
const put = (path: string, body: unknown) => (field: BadInputField) => field.send('PUT', path, body);

const rule = { weekdays: [1, 2, 3, 4, 5], from: '05:00', to: '20:00', maxVolume: 80 };
const rules =
  (change: Readonly<Record<string, unknown>>, code = '07888') =>
  (field: BadInputField) =>
    field.send('PUT', `/policies/${code}`, { rules: [{ ...rule, ...change }] });

const policies: readonly BadInput[] = [
  ['no rules', put('/policies/07888', {}), ...invalid],
  ['rules that are one rule', put('/policies/07888', { rules: rule }), ...invalid],
  ['51 rules', put('/policies/07888', { rules: Array(51).fill(rule) }), ...invalid],
  ['a field nobody knows', rules({ colour: 'red' }), ...invalid],
  ['no weekday', rules({ weekdays: [] }), ...invalid],
  ['an eighth day', rules({ weekdays: [8] }), ...invalid],
  ['a day twice', rules({ weekdays: [1, 1] }), ...invalid],
  ['a day in words', rules({ weekdays: ['MO'] }), ...invalid],
  ['hour 25', rules({ from: '25:00' }), ...invalid],
  ['a time without minutes', rules({ from: '5' }), ...invalid],
  ['a beginning at 24:00', rules({ from: '24:00' }), ...invalid],
  ['an end after 24:00', rules({ to: '24:01' }), ...invalid],
  ['more than all volume', rules({ maxVolume: 101 }), ...invalid],
  ['half a percent', rules({ maxVolume: 50.5 }), ...invalid],
  ['a window of no length', rules({ to: '05:00' }), 422, 'Policy_RuleEmpty'],
  ['more than the province allows', rules({ to: '22:00' }), 422, 'Policy_LooserThanAbove'],
  ['an area that does not exist', rules({}, '99999'), 404, 'Area_Unknown'],
  ['an area without a code', rules({}, 'xa'), ...invalid],
];

const get =
  (path: string) =>
  ({ api }: BadInputField) =>
    api.fetch(`/api/v1${path}`);
const commune = 'area=07888';
const dryRuns: readonly BadInput[] = [
  ['of nowhere', get('/dry-run'), ...invalid],
  ['of an area that does not exist', get('/dry-run?area=99999'), 404, 'Area_Unknown'],
  ['of a district', get('/dry-run?area=237'), 422, 'DryRun_NeedsCommune'],
  ['of a cluster elsewhere', get(`/dry-run?${commune}&cluster=clu_x`), 404, 'Cluster_Unknown'],
  ['from a date alone', get(`/dry-run?${commune}&from=2028-01-01`), ...invalid],
  ['from 30 February', get(`/dry-run?${commune}&from=2028-02-30T00:00:00Z`), ...invalid],
  [
    'backwards',
    get(`/dry-run?${commune}&from=2028-01-02T00:00:00Z&to=2028-01-01T00:00:00Z`),
    422,
    'DryRun_SpanInvalid',
  ],
  [
    'of a month',
    get(`/dry-run?${commune}&from=2028-01-01T00:00:00Z&to=2028-02-01T00:00:00Z`),
    422,
    'DryRun_SpanInvalid',
  ],
  ['of last year', get(`/dry-run?${commune}&from=2020-01-01T00:00:00Z`), 422, 'DryRun_Past'],
  ['of the year 9999', get(`/dry-run?${commune}&from=9999-12-30T00:00:00Z`), 422, 'DryRun_SpanInvalid'],
];

const orders: readonly BadInput[] = [
  ['without items', put('/priority-orders/07888/2028-01-01', {}), ...invalid],
  ['of 201 items', put('/priority-orders/07888/2028-01-01', { itemIds: Array(201).fill('x') }), ...invalid],
  ['of 30 February', put('/priority-orders/07888/2028-02-30', { itemIds: [] }), ...invalid],
  [
    'of the year 9999',
    put('/priority-orders/07888/9999-12-31', { itemIds: [] }),
    422,
    'PriorityOrder_DateInvalid',
  ],
  [
    'of last year',
    put('/priority-orders/07888/2025-01-01', { itemIds: [] }),
    409,
    'PriorityOrder_DatePassed',
  ],
  [
    'of a district',
    put('/priority-orders/237/2028-01-01', { itemIds: [] }),
    422,
    'PriorityOrder_NeedsCommune',
  ],
  ['of nowhere', put('/priority-orders/99999/2028-01-01', { itemIds: [] }), 404, 'Area_Unknown'],
  [
    'of an item that does not exist',
    put('/priority-orders/07888/2028-01-01', { itemIds: ['ses_x'] }),
    422,
    'PriorityOrder_ItemUnknown',
  ],
];

const preview = (change: Readonly<Record<string, unknown>>) => (field: BadInputField) =>
  field.send('POST', '/sessions/preview', {
    title: 'Buổi trưa',
    areaCode: '25',
    targets: [{ areaCode: '237' }],
    startsLocal: `${field.tomorrow}T12:00:00`,
    durationMs: 1_800_000,
    ...change,
  });
const previews: readonly BadInput[] = [
  ['a field nobody knows', preview({ colour: 'red' }), ...invalid],
  ['nobody', preview({ targets: [] }), ...invalid],
  ['a place that does not exist', preview({ targets: [{ areaCode: '99999' }] }), 404, 'Area_Unknown'],
  ['an owner that does not exist', preview({ areaCode: '99' }), 404, 'Area_Unknown'],
  [
    'a rule that never fires',
    preview({ rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }),
    422,
    'Session_RuleNeverFires',
  ],
  ['a change of nothing known', preview({ sessionId: 'ses_x' }), 404, 'Session_Unknown'],
  [
    'a change of what has ended',
    (field) => preview({ sessionId: field.endedSessionId })(field),
    409,
    'Session_Ended',
  ],
];

const dispatch =
  (change: (field: BadInputField) => Readonly<Record<string, unknown>>) => (field: BadInputField) =>
    field.send('POST', '/dispatches', {
      bulletinId: field.ready,
      targets: [{ areaCode: '237' }],
      ...change(field),
    });
const dispatches: readonly BadInput[] = [
  ['a field nobody knows', dispatch(() => ({ colour: 'red' })), ...invalid],
  ['to nobody', dispatch(() => ({ targets: [] })), ...invalid],
  ['to a cluster', dispatch(({ clusterId }) => ({ targets: [{ clusterId }] })), ...invalid],
  ['to nowhere', dispatch(() => ({ targets: [{ areaCode: '99999' }] })), 404, 'Area_Unknown'],
  ['of nothing', dispatch(() => ({ bulletinId: 'bul_x' })), 404, 'Bulletin_Unknown'],
  [
    'of a withdrawn bulletin',
    dispatch(({ withdrawn }) => ({ bulletinId: withdrawn })),
    422,
    'Dispatch_NotReady',
  ],
  [
    'of a bulletin without sound',
    dispatch(({ failed }) => ({ bulletinId: failed })),
    422,
    'Dispatch_NotReady',
  ],
  ['with an empty note', dispatch(() => ({ note: ' ' })), ...invalid],
  ['that does not exist', get('/dispatches/dis_x'), 404, 'Dispatch_Unknown'],
  ['on a page of no cursor', get('/dispatches?cursor=%%%'), ...invalid],
];
const post = (path: string, body: unknown) => (field: BadInputField) => field.send('POST', path, body);
const entries: readonly BadInput[] = [
  ['of an area that does not exist', get('/inbox?area=99'), 404, 'Area_Unknown'],
  ['in a state nobody knows', get('/inbox?state=read'), ...invalid],
  ['on a page of no cursor', get('/inbox?cursor=W10'), ...invalid],
  [
    'placed nowhere',
    ({ send, sessionId, tomorrow }) =>
      send('POST', '/inbox/dis_x/07888/place', { sessionId, dates: [tomorrow] }),
    404,
    'Inbox_Unknown',
  ],
  ['placed on no date', post('/inbox/dis_x/07888/place', { sessionId: 'x', dates: [] }), ...invalid],
  [
    'placed on 30 February',
    post('/inbox/dis_x/07888/place', { sessionId: 'x', dates: ['2028-02-30'] }),
    ...invalid,
  ],
  ['declined without a reason', post('/inbox/dis_x/07888/decline', {}), ...invalid],
  ['declined for three letters', post('/inbox/dis_x/07888/decline', { reason: 'abc' }), ...invalid],
  [
    'declined by nobody',
    post('/inbox/dis_x/99999/decline', { reason: 'Không phù hợp' }),
    404,
    'Area_Unknown',
  ],
];

const named = (prefix: string, inputs: readonly BadInput[]): BadInput[] =>
  inputs.map(([name, ...rest]): BadInput => [`${prefix}: ${name}`, ...rest]);

export const badDecisions: readonly BadInput[] = [
  ...named('quiet hours', policies),
  ...named('a dry run', dryRuns),
  ...named('a preview of', previews),
  ...named('an order of priority items', orders),
  ...named('a dispatch', dispatches),
  ...named('an entry of the inbox', entries),
];
