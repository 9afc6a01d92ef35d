import { z } from 'zod';
import type { BulletinRow } from '../../../controller/app/ports/store/bulletins.ts';
import type { SessionRow } from '../../../controller/app/ports/store/sessions.ts';
import { localDateOf } from '../../../controller/domain/vietnam-date.ts';
import { aBulletin, aCluster, aDevice, aRequest, aSession, aUser } from '../store-contract/sample-rows.ts';
import type { MatrixWorld } from './matrix-world.ts';
import type { Place } from './places.ts';

const day = 24 * 60 * 60 * 1_000;
const withId = z.looseObject({ id: z.string() });

/** Things of one place, each made when it is asked for, so that nothing that a request changes is asked for twice. */
export type Things = Place &
  Readonly<{
    world: MatrixWorld;
    /** The date after today. */
    tomorrow: string;
    /** Approved and ready, unless said. */
    bulletin: (change?: Partial<BulletinRow>) => Promise<string>;
    /** Daily at noon, heard in the commune of the place. */
    session: (change?: Partial<SessionRow>) => Promise<string>;
    /** With a receiver in service, unless it is to be `bare`. */
    cluster: (bare?: 'bare') => Promise<string>;
    device: () => Promise<string>;
    /** Waits in the inbox of the commune. */
    dispatch: () => Promise<string>;
    /** In force in the commune. */
    stop: () => Promise<string>;
    incident: () => Promise<string>;
    /** An account with a role in the area of the place. */
    person: () => Promise<string>;
    /** An emergency of the place that waits for a second approver. */
    request: () => Promise<string>;
    /** What an administrator of the province makes through the API; gives its id. */
    made: (path: string, body: object) => Promise<string>;
    /** Every id handed out. */
    ids: readonly string[];
  }>;

/** In the name of whatever is made, so that a leak shows. */
export const markOf = ({ where }: Pick<Place, 'where'>): string => `thing-of-${where}`;

export const createThings = (world: MatrixWorld, place: Place): Things => {
  const { store, directory } = world;
  const ids: string[] = [];
  const now = world.now();
  const tomorrow = localDateOf(now + day);
  const mark = markOf(place);
  const next = (prefix: string): string => {
    const id = `${prefix}_${crypto.randomUUID().slice(0, 13)}`;
    ids.push(id);
    return id;
  };

  const bulletin: Things['bulletin'] = async (change = {}) => {
    const id = next('bul');
    const sha256 = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex');
    await store.assets.put({
      ...{ sha256, sizeBytes: 80_000, durationMs: 10_000, loudnessLufs: -16, truePeakDbtp: -2 },
      ...{ peaks: [0.5], createdAt: now },
    });
    await store.bulletins.put(
      aBulletin({
        ...{ id, title: `Bản tin ${mark}`, areaKey: place.key, approval: 'approved', audioState: 'ready' },
        ...{ incomingFile: null, sha256, createdAt: now },
        ...change,
      }),
    );
    return id;
  };
  const session: Things['session'] = async (change = {}) => {
    const id = next('ses');
    await store.sessions.put(
      aSession({
        ...{ id, title: `Buổi ${mark}`, areaKey: place.key, targets: [{ areaKey: place.communeKey }] },
        ...{ class: 'normal', startsLocal: `${tomorrow}T12:00:00`, rrule: 'FREQ=DAILY', standing: [] },
        ...{ exception: null, createdAt: now, updatedAt: now },
        ...change,
      }),
    );
    return id;
  };
  const cluster: Things['cluster'] = async (bare) => {
    const id = next('clu');
    const { communeKey: areaKey } = place;
    await directory.addClusters([aCluster({ id, areaKey, name: `Khu ${mark} ${id}`, createdAt: now })]);
    if (bare === undefined) {
      const device = next('dev');
      const facts = { id: device, clusterId: id, serial: device };
      await directory.addDevices([aDevice({ ...facts, status: 'active', inServiceFrom: now })]);
    }
    return id;
  };
  const dispatch: Things['dispatch'] = async () => {
    const id = next('dis');
    const bulletinId = await bulletin();
    const { key: fromAreaKey, communeKey } = place;
    await store.dispatches.insert({ id, bulletinId, fromAreaKey, note: null, sentBy: mark, sentAt: now }, [
      communeKey,
    ]);
    return id;
  };
  const made: Things['made'] = async (path, body) => {
    const province = directory.areas.atLevel('province')[0]?.key ?? '';
    const cookie = await world.cookieOf('administrator', province);
    const answer = await world.send('POST', { path, body }, cookie);
    const parsed = answer.status < 300 ? withId.safeParse(JSON.parse(answer.text)) : null;
    if (!parsed?.success) throw new Error(`POST ${path} made nothing: ${answer.status} ${answer.text}`);
    ids.push(parsed.data.id);
    return parsed.data.id;
  };

  return {
    ...place,
    ...{ tomorrow, world, bulletin, session, cluster, dispatch, made, ids },
    device: async () => {
      const clusterId = await cluster();
      return directory.devices.ofCluster(clusterId)?.id ?? '';
    },
    stop: () => made('/announcements', { kind: 'stop', title: mark, targets: [{ areaCode: place.commune }] }),
    person: async () => {
      const id = next('usr');
      const grants = [{ role: 'editor', areaKey: place.key } as const];
      await store.users.put(aUser({ id, username: id, displayName: mark, grants, createdAt: now }));
      return id;
    },
    request: async () => {
      const id = next('req');
      const bulletinId = await bulletin({ class: 'emergency' });
      const [row] = await store.bulletins.many([bulletinId]);
      const targets = [{ areaKey: place.communeKey }];
      await store.announcements.putRequest(
        aRequest({
          ...{ id, title: mark, areaKey: place.key, sha256: row?.sha256 ?? null },
          input: { kind: 'emergency', bulletinId, targets },
          ...{ requestedAt: now, expiresAt: now + day },
        }),
      );
      return id;
    },
    incident: async () => {
      const id = await world.incident(place.communeKey);
      ids.push(id);
      return id;
    },
  };
};
