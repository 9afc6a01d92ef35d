import { type BadInput, type BadInputField, dateAhead } from './field.ts';

const invalid = [400, 'Request_Invalid'] as const;
const plan = (change: Readonly<Record<string, unknown>>) => (field: BadInputField) => field.plan(change);
const rule = (rrule: string) => plan({ rrule });
const starts = (startsLocal: string) => plan({ startsLocal });
const patch = (change: unknown) => (field: BadInputField) =>
  field.send('PATCH', `/sessions/${field.sessionId}`, change);
/** A running order for tomorrow, or for that date. */
const place = (order: (field: BadInputField) => object, date?: string) => (field: BadInputField) =>
  field.send('PUT', `/sessions/${field.sessionId}/running-orders/${date ?? field.tomorrow}`, order(field));

const fields: readonly BadInput[] = [
  ['a field nobody knows', plan({ colour: 'red' }), ...invalid],
  ['a length in words', plan({ durationMs: '30 phút' }), ...invalid],
  ['a length of nothing', plan({ durationMs: 0 }), ...invalid],
  ['a day and a night', plan({ durationMs: 86_400_000 }), ...invalid],
  ['half a percent', plan({ volume: 50.5 }), ...invalid],
  ['more than all volume', plan({ volume: 101 }), ...invalid],
  ['no title', plan({ title: ' ' }), ...invalid],
  ['an emergency on a schedule', plan({ class: 'emergency' }), ...invalid],
  ['nobody', plan({ targets: [] }), ...invalid],
  ['a target of two kinds', plan({ targets: [{ areaCode: '237', clusterId: 'x' }] }), ...invalid],
  ['a reason of three letters', plan({ exceptionReason: 'abc' }), ...invalid],
  ['a signature tune in the middle', plan({ standing: [{ bulletinId: 'x', place: 'middle' }] }), ...invalid],
  ['a change of nothing', patch({}), ...invalid],
  ['a change of its owner', patch({ areaCode: '237' }), ...invalid],
  ['a change to nobody', patch({ targets: [] }), ...invalid],
];

const rules: readonly BadInput[] = [
  ['30 February', rule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'), 422, 'Session_RuleNeverFires'],
  ['an end before its beginning', rule('FREQ=DAILY;UNTIL=20200101T000000Z'), 422, 'Session_RuleNeverFires'],
  ['every second', rule('FREQ=SECONDLY'), 422, 'Session_RuleTooFrequent'],
  ['every ten minutes', rule('FREQ=MINUTELY;INTERVAL=10'), 422, 'Session_RuleTooFrequent'],
  [
    'slots into each other',
    plan({ rrule: 'FREQ=HOURLY', durationMs: 7_200_000 }),
    422,
    'Session_RuleTooFrequent',
  ],
  ['fortnightly', rule('FREQ=FORTNIGHTLY'), 422, 'Session_RuleInvalid'],
  ['nothing', rule(''), 422, 'Session_RuleInvalid'],
  ['hour 25', rule('FREQ=DAILY;BYHOUR=25'), 422, 'Session_RuleInvalid'],
  ['no times', rule('FREQ=DAILY;COUNT=0'), 422, 'Session_RuleInvalid'],
  ['a line of its own', rule('FREQ=DAILY\nDTSTART:19000101T000000Z'), 422, 'Session_RuleInvalid'],
  ['its property name', rule('RRULE:FREQ=DAILY'), 422, 'Session_RuleInvalid'],
  ['a novel', rule(`FREQ=DAILY;BYHOUR=${'1,'.repeat(300)}1`), ...invalid],
];

const times: readonly BadInput[] = [
  ['30 February', starts('2028-02-30T12:00:00'), 422, 'Session_DateInvalid'],
  ['hour 25', starts('2028-02-20T25:00:00'), 422, 'Session_DateInvalid'],
  ['the year 1900', starts('1900-01-01T12:00:00'), 422, 'Session_DateInvalid'],
  ['the year 9999', starts('9999-12-31T12:00:00'), 422, 'Session_DateInvalid'],
  ['an instant instead of a local time', starts('2028-02-20T12:00:00Z'), ...invalid],
  ['a date alone', starts('2028-02-20'), ...invalid],
  [
    'yesterday, once',
    plan({ rrule: null, startsLocal: `${dateAhead(-1)}T12:00:00` }),
    422,
    'Session_StartPast',
  ],
  [
    'last year, three times',
    plan({ rrule: 'FREQ=DAILY;COUNT=3', startsLocal: '2025-01-01T12:00:00' }),
    422,
    'Session_RuleNeverFires',
  ],
  ['a zone nobody knows', plan({ timeZone: 'Asia/Phu_Tho' }), 422, 'Session_TimeZoneUnknown'],
  ['a zone of no name', plan({ timeZone: '' }), 422, 'Session_TimeZoneUnknown'],
  ['quiet hours', starts(`${dateAhead(1)}T22:30:00`), 422, 'Session_QuietHours'],
];

const places: readonly BadInput[] = [
  ['an owner that does not exist', plan({ areaCode: '99' }), 404, 'Area_Unknown'],
  ['an area that does not exist', plan({ targets: [{ areaCode: '99999' }] }), 404, 'Area_Unknown'],
  [
    'a cluster that does not exist',
    plan({ targets: [{ clusterId: 'clu_x' }] }),
    422,
    'Session_TargetUnknown',
  ],
  [
    'an area of somebody else',
    plan({ areaCode: '237', targets: [{ areaCode: '227' }] }),
    422,
    'Session_TargetOutside',
  ],
  ['a change to somewhere else', patch({ targets: [{ areaCode: '99999' }] }), 404, 'Area_Unknown'],
];

const orders: readonly BadInput[] = [
  ['an unknown bulletin in the first step', plan({ bulletinIds: ['bul_x'] }), 422, 'Session_BulletinUnknown'],
  [
    'an unknown signature tune',
    plan({ standing: [{ bulletinId: 'bul_x', place: 'before' }] }),
    422,
    'Session_BulletinUnknown',
  ],
  ['an unknown bulletin', place(() => ({ bulletinIds: ['bul_x'] })), 422, 'Session_BulletinUnknown'],
  [
    'a bulletin without sound',
    place(({ failed }) => ({ bulletinIds: [failed] })),
    422,
    'Session_BulletinNotReady',
  ],
  [
    'a withdrawn bulletin',
    place(({ withdrawn }) => ({ bulletinIds: [withdrawn] })),
    422,
    'Session_BulletinWithdrawn',
  ],
  [
    'more than the slot holds',
    ({ send, shortSessionId, tomorrow, ready }) =>
      send('PUT', `/sessions/${shortSessionId}/running-orders/${tomorrow}`, { bulletinIds: [ready] }),
    422,
    'Session_TooLong',
  ],
  ['101 bulletins', place(({ ready }) => ({ bulletinIds: Array(101).fill(ready) })), ...invalid],
  ['a bulletin that is a number', place(() => ({ bulletinIds: [1] })), ...invalid],
  ['an order without bulletins', place(() => ({})), ...invalid],
  ['30 February', place(() => ({ bulletinIds: [] }), '2028-02-30'), ...invalid],
  ['no date', place(() => ({ bulletinIds: [] }), 'mai'), ...invalid],
  ['the year 1900', place(() => ({ bulletinIds: [] }), '1900-01-01'), 422, 'Session_DateInvalid'],
  ['the year 9999', place(() => ({ bulletinIds: [] }), '9999-12-31'), 422, 'Session_DateInvalid'],
  [
    'a date before it began',
    place(() => ({ bulletinIds: [] }), dateAhead(0)),
    422,
    'Session_DateNotOccurring',
  ],
  ['copies to 30 February', place(() => ({ bulletinIds: [], copyTo: ['2028-02-30'] })), ...invalid],
  [
    'copies to a past date',
    place(() => ({ bulletinIds: [], copyTo: ['2025-01-01'] })),
    422,
    'Session_DateNotOccurring',
  ],
];

const session = (method: string, tail: string, body?: unknown) => (field: BadInputField) =>
  body === undefined
    ? field.api.fetch(`/api/v1/sessions/ses_x${tail}`, { method })
    : field.send(method, `/sessions/ses_x${tail}`, body);
const unknown = [404, 'Session_Unknown'] as const;
const strangers: readonly BadInput[] = [
  ['reading it', session('GET', ''), ...unknown],
  ['changing it', session('PATCH', '', { volume: 10 }), ...unknown],
  ['ending it', session('DELETE', ''), ...unknown],
  ['its readiness', session('GET', '/readiness?date=2028-01-01'), ...unknown],
  ['its running order', session('PUT', '/running-orders/2028-01-01', { bulletinIds: [] }), ...unknown],
];
const ended: readonly BadInput[] = [
  [
    'changing it',
    ({ send, endedSessionId }) => send('PATCH', `/sessions/${endedSessionId}`, { volume: 10 }),
    409,
    'Session_Ended',
  ],
  [
    'its running order',
    ({ send, endedSessionId, tomorrow }) =>
      send('PUT', `/sessions/${endedSessionId}/running-orders/${tomorrow}`, { bulletinIds: [] }),
    409,
    'Session_Ended',
  ],
  [
    'readiness on a date it does not take place',
    ({ api, sessionId }) => api.fetch(`/api/v1/sessions/${sessionId}/readiness?date=9999-12-31`),
    404,
    'Session_DateNotOccurring',
  ],
];

const named = (prefix: string, inputs: readonly BadInput[]): BadInput[] =>
  inputs.map(([name, ...rest]): BadInput => [`${prefix}: ${name}`, ...rest]);

export const badSessions: readonly BadInput[] = [
  ...named('a session', fields),
  ...named('a rule', rules),
  ...named('a start', times),
  ...named('a target', places),
  ...named('a running order', orders),
  ...named('a session that does not exist', strangers),
  ...named('a session that ended', ended),
];
