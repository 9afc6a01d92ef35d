import type { Action } from '../../../controller/domain/permissions.ts';
import { chirp, wavOf } from '../chirp.ts';
import { anAnnouncement } from '../store-contract/sample-rows.ts';
import { tinyJpeg } from '../tiny-jpeg.ts';
import type { MatrixRequest } from './matrix-world.ts';
import type { Things } from './things.ts';

/** One way to ask an operation; `also` is what it needs beyond what its route names, by what it is about. */
export type MatrixCase = Readonly<{ request: MatrixRequest; name?: string; also?: Action }>;
type Asking = (things: Things) => Promise<readonly MatrixCase[]>;

const ask = (path: string, body?: object): MatrixCase[] => [
  { request: { path, ...(body === undefined ? {} : { body }) } },
];

const noon = ({ area, commune, tomorrow }: Things) => ({
  title: 'Buổi trưa',
  areaCode: area,
  targets: [{ areaCode: commune }],
  startsLocal: `${tomorrow}T12:00:00`,
  durationMs: 1_800_000,
  rrule: 'FREQ=DAILY',
});

const uploadForm = (areaCode: string) => (): FormData => {
  const form = new FormData();
  form.append('title', 'Lịch cắt điện');
  form.append('areaCode', areaCode);
  form.append('file', new Blob([new Uint8Array(wavOf(chirp(1)))]), 'sound.wav');
  return form;
};

const webhookOf = (areaCode: string) => ({
  name: 'Cổng SMS',
  areaCode,
  url: 'https://sms.example.vn/',
  types: ['emergency-started'],
});

const photo = { jpeg: tinyJpeg().toString('base64') };
const oneCluster = ({ commune }: Things) => ({
  content: Buffer.from(`commune_code,cluster\n${commune},Khu ${crypto.randomUUID()}\n`).toString('base64'),
});

/**
 * A request of each operation that concerns the place whose things it is given, and would be fine there. Operations
 * that read lists by `area`, or one area by its code in the path, need no entry; any other fails the matrix until it
 * has one.
 */
export const matrixRequests: Readonly<Record<string, Asking>> = {
  'GET /bulletins/{id}': async (things) =>
    // What a level above has approved is meant for the areas below; what it still works on is its own.
    ask(`/bulletins/${await things.bulletin({ approval: 'draft' })}`),
  'POST /bulletins': async ({ area }) => [{ request: { path: '/bulletins', form: uploadForm(area) } }],
  'PATCH /bulletins/{id}': async (things) =>
    ask(`/bulletins/${await things.bulletin({ approval: 'draft' })}`, { title: 'Tên khác' }),
  'POST /bulletins/{id}/submit': async (things) =>
    ask(`/bulletins/${await things.bulletin({ approval: 'draft' })}/submit`, {}),
  'POST /bulletins/{id}/approve': async (things) =>
    ask(`/bulletins/${await things.bulletin({ approval: 'submitted' })}/approve`, {}),
  'POST /bulletins/{id}/return': async (things) =>
    ask(`/bulletins/${await things.bulletin({ approval: 'submitted' })}/return`, { reason: 'Nghe không rõ' }),
  'PUT /areas/{code}/solo-approval': async ({ commune }) =>
    ask(`/areas/${commune}/solo-approval`, { on: true, reason: 'Chỉ có một cán bộ' }),
  'DELETE /bulletins/{id}': async (things) => ask(`/bulletins/${await things.bulletin()}`),

  'GET /sessions/{id}': async (things) => ask(`/sessions/${await things.session()}`),
  'GET /sessions/{id}/readiness': async (things) =>
    ask(`/sessions/${await things.session()}/readiness?date=${things.tomorrow}`),
  'POST /sessions': async (things) => ask('/sessions', noon(things)),
  'POST /sessions/preview': async (things) => ask('/sessions/preview', noon(things)),
  'PATCH /sessions/{id}': async (things) =>
    ask(`/sessions/${await things.session()}`, { title: 'Buổi trưa, tên mới' }),
  'DELETE /sessions/{id}': async (things) => ask(`/sessions/${await things.session()}`),
  'PUT /sessions/{id}/running-orders/{date}': async (things) =>
    ask(`/sessions/${await things.session()}/running-orders/${things.tomorrow}`, {
      bulletinIds: [await things.bulletin()],
    }),

  'GET /dry-run': async ({ commune }) => ask(`/dry-run?area=${commune}`),
  'PUT /policies/{areaCode}': async ({ area }) => ask(`/policies/${area}`, { rules: [] }),
  'GET /priority-orders/{areaCode}/{date}': async ({ commune, tomorrow }) =>
    ask(`/priority-orders/${commune}/${tomorrow}`),
  'PUT /priority-orders/{areaCode}/{date}': async ({ commune, tomorrow }) =>
    ask(`/priority-orders/${commune}/${tomorrow}`, { itemIds: [] }),

  'GET /dispatches/{id}': async (things) => ask(`/dispatches/${await things.dispatch()}`),
  // Only levels above communes send; of a commune it goes out from its district.
  'POST /dispatches': async (things) => {
    const { areas } = things.world.directory;
    const above = things.where === 'child' ? areas.ancestors(things.key)[0]?.key : things.key;
    const bulletinId = await things.bulletin({ areaKey: above ?? things.key });
    return ask('/dispatches', { bulletinId, targets: [{ areaCode: things.commune }] });
  },
  'POST /inbox/{dispatchId}/{areaCode}/place': async (things) =>
    ask(`/inbox/${await things.dispatch()}/${things.commune}/place`, {
      sessionId: await things.session({ areaKey: things.communeKey }),
      dates: [things.tomorrow],
    }),
  'POST /inbox/{dispatchId}/{areaCode}/decline': async (things) =>
    ask(`/inbox/${await things.dispatch()}/${things.commune}/decline`, { reason: 'Đã phát tuần trước' }),

  'GET /announcements/{id}': async (things) => ask(`/announcements/${await things.stop()}`),
  'GET /announcements/{id}/devices': async (things) => ask(`/announcements/${await things.stop()}/devices`),
  'POST /announcements': async (things) => {
    const targets = [{ areaCode: things.area }];
    const bulletinId = await things.bulletin({ class: 'emergency', title: 'Cảnh báo lũ' });
    const start = (body: object): MatrixRequest => ({ path: '/announcements', body: { targets, ...body } });
    return [
      { name: 'stop', request: start({ kind: 'stop' }) },
      {
        name: 'emergency',
        also: 'announcements.emergency',
        // Heard wider than a commune it waits for another person, which this takes no part in.
        request: start({ kind: 'emergency', bulletinId, breakGlass: true, reason: 'Vỡ đê' }),
      },
      { name: 'test', also: 'announcements.test', request: start({ kind: 'test' }) },
    ];
  },
  'GET /announcement-requests/{id}': async (things) =>
    ask(`/announcement-requests/${await things.request()}`),
  'POST /announcement-requests/{id}/confirm': async (things) =>
    ask(`/announcement-requests/${await things.request()}/confirm`),
  // By somebody else: let in, and refused for that.
  'POST /announcement-requests/{id}/break-glass': async (things) =>
    ask(`/announcement-requests/${await things.request()}/break-glass`, { reason: 'Vỡ đê' }),
  'POST /announcement-requests/{id}/refuse': async (things) =>
    ask(`/announcement-requests/${await things.request()}/refuse`, {}),
  // By somebody else: let in, and refused for that.
  'POST /announcement-requests/{id}/withdraw': async (things) =>
    ask(`/announcement-requests/${await things.request()}/withdraw`),
  'POST /announcements/{id}/end': async (things) => [
    {
      also: 'announcements.lift',
      request: { path: `/announcements/${await things.stop()}/end`, body: {} },
    },
  ],

  'GET /clusters/{id}': async (things) => ask(`/clusters/${await things.cluster()}`),
  'GET /clusters/{id}/now-playing': async (things) => ask(`/clusters/${await things.cluster()}/now-playing`),
  'POST /clusters': async ({ commune }) => ask('/clusters', { areaCode: commune, name: 'Khu 3' }),
  'GET /clusters/{id}/history': async (things) => ask(`/clusters/${await things.cluster()}/history`),
  'PATCH /clusters/{id}': async (things) => ask(`/clusters/${await things.cluster()}`, { horns: 4 }),
  // To where it stands: let in, and refused for that.
  'POST /clusters/{id}/move': async (things) =>
    ask(`/clusters/${await things.cluster()}/move`, {
      areaCode: things.commune,
      reason: 'Sắp xếp lại địa giới',
    }),
  'POST /clusters/{id}/retire': async (things) =>
    ask(`/clusters/${await things.cluster()}/retire`, { reason: 'Tháo dỡ' }),
  'PATCH /devices/{id}': async (things) => ask(`/devices/${await things.device()}`, { maxVolume: 70 }),
  'POST /devices/{id}/revoke': async (things) =>
    ask(`/devices/${await things.device()}/revoke`, { reason: 'Mất cắp' }),
  'PUT /clusters/{id}/photo': async (things) => ask(`/clusters/${await things.cluster()}/photo`, photo),
  'GET /clusters/{id}/photo': async (things) => {
    const path = `/clusters/${await things.cluster()}/photo`;
    const province = things.world.directory.areas.atLevel('province')[0]?.key ?? '';
    const cookie = await things.world.cookieOf('administrator', province);
    await things.world.send('PUT', { path, body: photo }, cookie);
    return ask(path);
  },
  'POST /clusters/{id}/hearings': async (things) => {
    // A test that has not begun there: let in, and refused for that.
    const clusterId = await things.cluster();
    const id = `ann_${clusterId}`;
    const targets = [{ clusterId }];
    await things.world.store.announcements.put([
      anAnnouncement({ id, kind: 'test', areaKey: things.communeKey, targets }),
    ]);
    return ask(`/clusters/${clusterId}/hearings`, { announcementId: id, heard: true });
  },
  'POST /claim-lookups': async (things) => {
    const path = `/devices/${await things.device()}/claim-code`;
    const province = things.world.directory.areas.atLevel('province')[0]?.key ?? '';
    const cookie = await things.world.cookieOf('administrator', province);
    const { text } = await things.world.send('POST', { path }, cookie);
    return ask('/claim-lookups', { code: /"claimCode":"([^"]+)"/.exec(text)?.[1] ?? '' });
  },
  'POST /cluster-imports/preview': async (things) => ask('/cluster-imports/preview', oneCluster(things)),
  'POST /cluster-imports': async (things) => ask('/cluster-imports', oneCluster(things)),
  'POST /devices': async (things) =>
    ask('/devices', {
      clusterId: await things.cluster('bare'),
      serial: crypto.randomUUID().slice(0, 8),
      model: 'TT-4G-50',
    }),
  'POST /devices/{id}/claim-code': async (things) => ask(`/devices/${await things.device()}/claim-code`),

  'POST /incidents/{id}/acknowledge': async (things) =>
    ask(`/incidents/${await things.incident()}/acknowledge`),
  'POST /incidents/{id}/close': async (things) => ask(`/incidents/${await things.incident()}/close`),

  'POST /webhooks': async ({ area }) => ask('/webhooks', webhookOf(area)),
  'PATCH /webhooks/{id}': async (things) =>
    ask(`/webhooks/${await things.made('/webhooks', webhookOf(things.area))}`, { name: 'Cổng Zalo' }),
  'POST /webhooks/{id}/rotate': async (things) =>
    ask(`/webhooks/${await things.made('/webhooks', webhookOf(things.area))}/rotate`),
  'POST /webhooks/{id}/test': async (things) =>
    ask(`/webhooks/${await things.made('/webhooks', webhookOf(things.area))}/test`),
  'GET /webhooks/{id}/deliveries': async (things) =>
    ask(`/webhooks/${await things.made('/webhooks', webhookOf(things.area))}/deliveries`),
  'GET /people/{id}': async (things) => ask(`/people/${await things.person()}`),
  'GET /people/{id}/sessions': async (things) => ask(`/people/${await things.person()}/sessions`),
  'POST /people': async ({ area }) =>
    ask('/people', {
      username: `u-${crypto.randomUUID().slice(0, 8)}`,
      displayName: 'Nguyễn Thị Hòa',
      grants: [{ role: 'editor', areaCode: area }],
    }),
  'PATCH /people/{id}': async (things) => ask(`/people/${await things.person()}`, { displayName: 'Chị Hòa' }),
  'POST /people/{id}/disable': async (things) => ask(`/people/${await things.person()}/disable`),
  'POST /people/{id}/enable': async (things) => ask(`/people/${await things.person()}/enable`),
  'POST /people/{id}/remove-second-factor': async (things) =>
    ask(`/people/${await things.person()}/remove-second-factor`),
  'POST /people/{id}/password-link': async (things) => ask(`/people/${await things.person()}/password-link`),
  'DELETE /people/{id}/sessions': async (things) => ask(`/people/${await things.person()}/sessions`),

  'POST /demo/network-cut': async () => ask('/demo/network-cut'),
};
