import type { IncidentRow } from '../../controller/app/ports/store/incidents.ts';
import { composeForTests } from '../support/composed-controller.ts';
import { describeMatrix } from '../support/matrix/describe-matrix.ts';
import { answerOf, initOf, type MatrixWorld } from '../support/matrix/matrix-world.ts';
import { placesOf } from '../support/matrix/places.ts';
import { openApiDocument, operationsOf } from '../support/open-api.ts';

/** In each commune as many as there are requests that look after one. */
const incidentsEach = 100;

const incidentOf = (areaKey: string, n: number, at: number): IncidentRow => ({
  ...{ id: `inc_${areaKey}_${n}`, type: 'deviation', subject: `itm_${areaKey}_${n}`, severity: 'critical' },
  ...{ areaKey, clusterId: null, deviceId: null, sessionId: null, announcementId: null, itemId: null },
  ...{ openedAt: at, lastAt: at, count: 1, acknowledgedAt: null, acknowledgedBy: null },
  ...{ closedAt: null, closedBy: null, closedReason: null, notes: [] },
  detail: { reason: 'cancelled-item', title: 'Lịch cắt điện', outcome: 'played' },
});

const createWorld = async (): Promise<MatrixWorld> => {
  const composed = await composeForTests({
    seed: async ({ store, directory, clock }) => {
      const communes = new Set(Object.values(placesOf(directory)).map(({ communeKey }) => communeKey));
      const rows = [...communes].flatMap((key) =>
        Array.from({ length: incidentsEach }, (_, n) => incidentOf(key, n, clock.now())),
      );
      await store.incidents.put(rows);
    },
  });
  const { url, store, directory, cookieOf, stop } = composed;
  const handedOut = new Map<string, number>();
  return {
    ...{ store, directory, cookieOf, stop },
    now: Date.now,
    send: async (method, request, cookie) =>
      answerOf(await fetch(`${url}/api/v1${request.path}`, initOf(method, request, cookie))),
    incident: async (communeKey) => {
      const n = handedOut.get(communeKey) ?? 0;
      handedOut.set(communeKey, n + 1);
      return `inc_${communeKey}_${n}`;
    },
  };
};

const { url, stop } = await composeForTests();
const document = openApiDocument.parse(await (await fetch(`${url}/api/v1/openapi.json`)).json());
await stop();

describeMatrix('every operation, by role and area, over the network', createWorld, operationsOf(document));
