import { expect, it } from 'vitest';
import { createArea } from '../../../../controller/domain/area.ts';
import { province } from '../../../support/device-field.ts';
import { createHttpWorld, type HttpWorld } from '../../../support/http-world.ts';
import { describeMatrix } from '../../../support/matrix/describe-matrix.ts';
import { answerOf, initOf, type MatrixWorld } from '../../../support/matrix/matrix-world.ts';
import { matrixRequests } from '../../../support/matrix/requests.ts';
import { openApiDocument, operationsOf } from '../../../support/open-api.ts';

const since = { validFrom: '2020-01-01', validTo: null };
const town = createArea({
  ...{ code: '228', level: 'district', type: 'thị xã', name: 'Phú Thọ', parentKey: province.key },
  ...since,
});
const haThach = createArea({
  ...{ code: '07948', level: 'commune', type: 'xã', name: 'Hà Thạch', parentKey: town.key },
  ...since,
});

const matrixWorldOf = (world: HttpWorld): MatrixWorld => {
  let incidents = 0;
  const { app, store, directory, clock, cookieOf } = world;
  return {
    ...{ store, directory, cookieOf },
    now: clock.now,
    send: async (method, request, cookie) =>
      answerOf(await app.request(`/api/v1${request.path}`, initOf(method, request, cookie))),
    incident: async (areaKey) => {
      incidents += 1;
      const none = { clusterId: null, deviceId: null, sessionId: null, announcementId: null, itemId: null };
      await store.transaction((tx) =>
        world.incidents.record(tx, [
          {
            ...{ type: 'deviation', subject: `itm_${incidents}`, severity: 'critical', areaKey, ...none },
            detail: { reason: 'cancelled-item', title: 'Lịch cắt điện', outcome: 'played' },
          },
        ]),
      );
      const { items } = await store.incidents.page(
        { areaKeys: [areaKey], type: null, state: null },
        null,
        100,
      );
      return items.find(({ subject }) => subject === `itm_${incidents}`)?.id ?? '';
    },
    stop: () => store.close(),
  };
};

const createWorld = async (now?: number): Promise<HttpWorld> => {
  const world = await createHttpWorld(now);
  await world.directory.addAreas([town, haThach]);
  return world;
};
const { app } = await createWorld();
const document = openApiDocument.parse(await (await app.request('/api/v1/openapi.json')).json());
const operations = operationsOf(document);

describeMatrix(
  'every operation, by role and area',
  async () => matrixWorldOf(await createWorld()),
  operations,
);

const night = Date.parse('2026-11-23T02:30:00+07:00');
describeMatrix(
  'announcements, by role and area, asked for in the quiet hours',
  async () => matrixWorldOf(await createWorld(night)),
  operations.filter(({ name }) => name === 'POST /announcements'),
);

it('asks nothing of an operation that is gone', () => {
  const names = operations.map(({ name }) => name);
  expect(names).toContain('POST /announcements');
  expect(Object.keys(matrixRequests).filter((one) => !names.includes(one))).toEqual([]);
});
