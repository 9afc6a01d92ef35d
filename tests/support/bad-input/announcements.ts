import type { BadInput, BadInputField } from './field.ts';

const invalid = [400, 'Request_Invalid'] as const;
const targets = [{ areaCode: '07888' }];
const start = (body: (field: BadInputField) => object) => (field: BadInputField) =>
  field.send('POST', '/announcements', { targets, ...body(field) });
/** An emergency that is fine but for this. */
const emergency = (change: Readonly<Record<string, unknown>>) =>
  start(({ ready }) => ({ kind: 'emergency', bulletinId: ready, ...change }));
const stop = (change: Readonly<Record<string, unknown>>) => start(() => ({ kind: 'stop', ...change }));

const bodies: readonly BadInput[] = [
  ['no kind', start(() => ({})), ...invalid],
  ['a kind of its own', start(() => ({ kind: 'alarm' })), ...invalid],
  ['live voice, which nobody speaks here', start(() => ({ kind: 'live' })), ...invalid],
  ['a field nobody knows', emergency({ colour: 'red' }), ...invalid],
  ['no bulletin', start(() => ({ kind: 'emergency' })), ...invalid],
  ['a bulletin for a test', start(({ ready }) => ({ kind: 'test', bulletinId: ready })), ...invalid],
  ['a bulletin for a stop', start(({ ready }) => ({ kind: 'stop', bulletinId: ready })), ...invalid],
  [
    'a repeated exercise',
    start(({ ready }) => ({ kind: 'exercise', bulletinId: ready, repeat: true })),
    ...invalid,
  ],
  ['an end for a stop', stop({ durationMs: 60_000 }), ...invalid],
  ['a stop that lifts others', stop({ liftStopIds: [] }), ...invalid],
  ['a title of blanks', stop({ title: '  ' }), ...invalid],
  ['a title without end', stop({ title: 'x'.repeat(201) }), ...invalid],
  ['a reason with a zero byte', stop({ reason: 'a\u0000' }), ...invalid],
  ['a volume beyond full', emergency({ volume: 101 }), ...invalid],
  ['a volume in words', emergency({ volume: 'to' }), ...invalid],
  ['a length of nothing', emergency({ durationMs: 0 }), ...invalid],
  ['a length of half a millisecond', emergency({ durationMs: 1_000.5 }), ...invalid],
  ['more than a day', emergency({ durationMs: 86_400_001 }), ...invalid],
  ['repetition by a number', emergency({ repeat: 1 }), ...invalid],
  ['a stop that is a number', emergency({ liftStopIds: [1] }), ...invalid],
];

const places: readonly BadInput[] = [
  ['none', stop({ targets: [] }), ...invalid],
  ['301', stop({ targets: Array(301).fill({ areaCode: '25' }) }), ...invalid],
  ['an area by name', stop({ targets: [{ areaCode: 'Phú Thọ' }] }), ...invalid],
  ['area and cluster in one', stop({ targets: [{ areaCode: '25', clusterId: 'x' }] }), ...invalid],
  ['an unknown area', stop({ targets: [{ areaCode: '99' }] }), 404, 'Area_Unknown'],
  ['an unknown cluster', stop({ targets: [{ clusterId: 'clu_x' }] }), 422, 'Announcement_TargetUnknown'],
];

const sounds: readonly BadInput[] = [
  ['that is unknown', emergency({ bulletinId: 'bul_x' }), 422, 'Announcement_BulletinUnknown'],
  [
    'without sound',
    start(({ failed }) => ({ kind: 'emergency', bulletinId: failed })),
    422,
    'Announcement_BulletinNotReady',
  ],
  [
    'that was withdrawn',
    start(({ withdrawn }) => ({ kind: 'exercise', bulletinId: withdrawn })),
    422,
    'Announcement_BulletinNotApproved',
  ],
];

const get =
  (path: string) =>
  ({ api }: BadInputField) =>
    api.fetch(`/api/v1${path}`);
const strangers: readonly BadInput[] = [
  ['reading it', get('/announcements/ann_x'), 404, 'Announcement_Unknown'],
  ['its devices', get('/announcements/ann_x/devices'), 404, 'Announcement_Unknown'],
  ['ending it', ({ send }) => send('POST', '/announcements/ann_x/end', {}), 404, 'Announcement_Unknown'],
  [
    'ending it for a number',
    ({ send }) => send('POST', '/announcements/ann_x/end', { reason: 1 }),
    ...invalid,
  ],
];

const queries: readonly BadInput[] = [
  ['a state of its own', get('/announcements?state=waiting'), ...invalid],
  ['an unknown area', get('/announcements?area=99'), 404, 'Area_Unknown'],
  ['clips of an unknown area', get('/emergency-clips?area=99'), 404, 'Area_Unknown'],
  ['no limit at all', get('/announcements?limit=0'), ...invalid],
  ['a limit without measure', get('/announcements?limit=101'), ...invalid],
  ['a cursor made up', get('/announcements?cursor=x'), ...invalid],
  ['devices in a state of their own', get('/announcements/ann_x/devices?state=late'), ...invalid],
];

const named = (prefix: string, inputs: readonly BadInput[]): BadInput[] =>
  inputs.map(([name, ...rest]): BadInput => [`${prefix}: ${name}`, ...rest]);

export const badAnnouncements: readonly BadInput[] = [
  ...named('an announcement', bodies),
  ...named('its target', places),
  ...named('its bulletin', sounds),
  ...named('an announcement that does not exist', strangers),
  ...named('a list of them', queries),
];
