import { importPublicKey, type ProgramDocument, programDocument, topics, verifyCompact } from '#protocol';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import { loadConfigVersion } from '../../controller/app/devices/config-version.ts';
import {
  createDeviceDocuments,
  defaultDeviceSettings,
} from '../../controller/app/devices/device-documents.ts';
import { createDeviceVerifier } from '../../controller/app/devices/device-signatures.ts';
import { createKeyRing, type KeysHeld } from '../../controller/app/documents/key-ring.ts';
import { createPublisher, type Publisher } from '../../controller/app/documents/publisher.ts';
import type { Signers } from '../../controller/app/documents/signing-keys.ts';
import type { ControllerEvent } from '../../controller/app/ports/events.ts';
import type { AreaRow } from '../../controller/app/ports/store/areas.ts';
import type { BulletinStore } from '../../controller/app/ports/store/bulletins.ts';
import type { ClusterRow } from '../../controller/app/ports/store/clusters.ts';
import type { SessionRow } from '../../controller/app/ports/store/sessions.ts';
import type { Store } from '../../controller/app/ports/store.ts';
import { createArea } from '../../controller/domain/area.ts';
import { createFakeLink, type FakeLink } from './fake-link.ts';
import { silentLog } from './silent-log.ts';
import { type TestSigners, testSigners } from './test-signers.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export const minuteMs = 60_000;
export const dayMs = 24 * 60 * minuteMs;

const validFrom = '2020-01-01';
export const province = '25.20200101';
export const district = '237.20200101';
export const communes = ['07888.20200101', '07891.20200101', '07894.20200101'] as const;
const area = (facts: Pick<AreaRow, 'code' | 'level' | 'type' | 'name' | 'parentKey'>): AreaRow =>
  createArea({ ...facts, validFrom, validTo: null });

/** One province, one district, three communes. */
export const testAreas: readonly AreaRow[] = [
  area({ code: '25', level: 'province', type: 'tỉnh', name: 'Phú Thọ', parentKey: null }),
  area({ code: '237', level: 'district', type: 'huyện', name: 'Lâm Thao', parentKey: province }),
  ...['Cao Xá', 'Vĩnh Lại', 'Tứ Xã'].map((name, index) =>
    area({
      code: communes[index]?.slice(0, 5) ?? '',
      level: 'commune',
      type: 'xã',
      name,
      parentKey: district,
    }),
  ),
];

export const testCluster = (id: string, areaKey: string): ClusterRow => ({
  id,
  areaKey,
  zoneKey: null,
  name: `Cụm ${id}`,
  latitude: null,
  longitude: null,
  horns: 2,
  watts: 50,
  createdAt: 0,
  retiredAt: null,
  isDemo: false,
});

export const testSession = (change: Partial<SessionRow> = {}): SessionRow => ({
  id: 'ses_morning',
  title: 'Buổi phát thanh sáng',
  areaKey: province,
  targets: [{ areaKey: province }],
  class: 'normal',
  volume: 80,
  startsLocal: '2026-11-01T05:00:00',
  timeZone: 'Asia/Ho_Chi_Minh',
  rrule: 'FREQ=DAILY',
  durationMs: 30 * minuteMs,
  late: 'join',
  resume: 'resume',
  standing: [],
  exception: null,
  createdBy: 'admin',
  createdAt: 0,
  updatedAt: 0,
  endedAt: null,
  isDemo: false,
  ...change,
});

/** Stores a bulletin of that length with its asset; its hash is the repeated digit. */
export const putBulletin = async (
  store: Store,
  id: string,
  digit: string,
  minutes: number,
  change: Partial<Parameters<BulletinStore['put']>[0]> = {},
): Promise<void> => {
  const sha256 = digit.repeat(64);
  await store.assets.put({
    sha256,
    sizeBytes: 480_000 * minutes,
    durationMs: minutes * minuteMs,
    loudnessLufs: -16,
    truePeakDbtp: -1.5,
    peaks: [0.5],
    createdAt: 0,
  });
  await store.bulletins.put({
    id,
    title: `Bản tin ${id}`,
    class: 'normal',
    language: 'vi',
    areaKey: province,
    approval: 'approved',
    audioState: 'ready',
    incomingFile: null,
    faultCode: null,
    faultVi: null,
    faultEn: null,
    sha256,
    createdBy: 'admin',
    createdAt: 0,
    isDemo: false,
    revision: 0,
    submitter: null,
    approvedAt: 0,
    airsFrom: 0,
    ...change,
  });
};

export type PublishingWorld = {
  store: Store;
  link: FakeLink;
  clock: VirtualClock;
  signers: TestSigners;
  events: ControllerEvent[];
  areas: readonly AreaRow[];
  clusters: readonly ClusterRow[];
  /** A controller process: a new one on the same store is a restart. */
  createPublisher: (overrides?: {
    store?: Store;
    link?: FakeLink;
    signers?: TestSigners;
    /** What devices hold of the list of keys; nobody is there unless said otherwise. */
    held?: KeysHeld;
    changedSigners?: () => Promise<Signers | null>;
    /** How long a document lives that has something sounding. */
    soundingMs?: number;
  }) => Promise<Publisher>;
  /** What the broker holds for a commune, verified. */
  program: (areaKey: string, link?: FakeLink) => Promise<ProgramDocument>;
  /** Places bulletins on every date of a span of the session. */
  place: (dates: readonly string[], bulletinIds: string[], sessionId?: string) => Promise<void>;
};

/** Payload of a document signed by one of these keys; throws when it is not. */
export const openDocument = async (
  jws: string,
  signers: Pick<TestSigners, 'root' | 'signing'>,
): Promise<unknown> => {
  const keys = new Map([
    [signers.root.kid, await importPublicKey(signers.root.publicKey)],
    [signers.signing.kid, await importPublicKey(signers.signing.publicKey)],
  ]);
  const verified = await verifyCompact(jws, (kid) => keys.get(kid));
  if (!verified.ok) throw new Error(verified.reason);
  return verified.payload;
};

export const datesFrom = (first: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) =>
    new Date(Date.parse(`${first}T00:00:00Z`) + index * dayMs).toISOString().slice(0, 10),
  );

/** A controller's publishing side on an empty database, with a bulletin and a session of the province. */
export const createPublishingWorld = async (
  start = Date.parse('2026-11-23T12:00:00+07:00'),
): Promise<PublishingWorld> => {
  const store = await openSqliteStore({ path: ':memory:', log: silentLog });
  await store.areas.put(testAreas);
  await putBulletin(store, 'bul_a', 'a', 5);
  await store.sessions.put(testSession());
  const world: PublishingWorld = {
    store,
    link: createFakeLink(),
    clock: createVirtualClock(start),
    signers: await testSigners(),
    events: [],
    areas: testAreas,
    clusters: [],
    createPublisher: async (overrides = {}) => {
      const { clock } = world;
      const signers = overrides.signers ?? world.signers;
      const configVersion = await loadConfigVersion({ store: world.store, clock, content: 'test' });
      const ring = createKeyRing({
        signers,
        store: overrides.store ?? world.store,
        verify: createDeviceVerifier(),
        held: overrides.held ?? (() => ({ inService: 0, connected: [] })),
        clock,
        log: silentLog,
      });
      return createPublisher({
        store: overrides.store ?? world.store,
        link: overrides.link ?? world.link,
        ring,
        ...(overrides.changedSigners ? { changedSigners: overrides.changedSigners } : {}),
        soundingMs: overrides.soundingMs,
        places: { areas: () => world.areas, clusters: () => world.clusters },
        deviceDocuments: createDeviceDocuments({
          signer: ring.signing,
          clock,
          settings: { ...defaultDeviceSettings, mediaBaseUrls: ['http://127.0.0.1/media'] },
          configVersion: configVersion.current,
          ancestorsOf: () => [],
        }),
        configVersion,
        clock,
        events: { emit: (event) => world.events.push(event), listen: () => () => undefined },
        log: silentLog,
      });
    },
    program: async (areaKey, link = world.link) => {
      const payload = await openDocument(link.retained.get(topics.program(areaKey)) ?? '', world.signers);
      return programDocument.parse(payload);
    },
    place: async (dates, bulletinIds, sessionId = 'ses_morning') => {
      for (const date of dates) {
        await store.sessions.putRunningOrder({ sessionId, date, bulletinIds, updatedAt: 0 });
      }
    },
  };
  return world;
};
