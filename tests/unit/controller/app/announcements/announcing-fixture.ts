import { afterEach, beforeEach } from 'vitest';
import { type AnnouncementsDocument, announcementsDocument, type Heartbeat, topics } from '#protocol';
import type { NewAnnouncement } from '../../../../../controller/app/announcements/check-announcement.ts';
import type { DeviceReport } from '../../../../../controller/app/devices/device-reports.ts';
import type { Directory } from '../../../../../controller/app/directory/directory.ts';
import { createLedger, type Ledger } from '../../../../../controller/app/ledger/ledger.ts';
import type { Notice } from '../../../../../controller/app/ports/notifier.ts';
import type { Outcome } from '../../../../../controller/app/ports/runtime.ts';
import type { AnnouncementRow } from '../../../../../controller/app/ports/store/announcements.ts';
import type { PresenceState } from '../../../../../controller/app/ports/store/presence.ts';
import type { Store } from '../../../../../controller/app/ports/store.ts';
import type { DevicePresence } from '../../../../../controller/app/presence/presence.ts';
import type { Finding } from '../../../../../controller/domain/incident.ts';
import {
  caoXa,
  clusterRow,
  createDeviceField,
  deviceRow,
  district,
  heartbeatAt,
  province,
  tuXa,
} from '../../../../support/device-field.ts';
import { createFakeLink, type FakeLink } from '../../../../support/fake-link.ts';
import { openDocument, putBulletin } from '../../../../support/publishing-world.ts';
import { createRecordingEvents, type RecordingEvents } from '../../../../support/recording-events.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { createTestAnnouncing, type TestAnnouncing } from '../../../../support/test-announcing.ts';
import { type TestSigners, testSigners } from '../../../../support/test-signers.ts';
import { createVirtualClock, type VirtualClock } from '../../../../support/virtual-clock.ts';

/** Noon, when everything may sound. */
export const noon = Date.UTC(2023, 5, 5, 5, 0);
export const minute = 60_000;
export const admin = { username: 'admin' };

export const emergency = (change: Partial<Extract<NewAnnouncement, { kind: 'emergency' }>> = {}) =>
  ({
    kind: 'emergency',
    bulletinId: 'bul_flood',
    targets: [{ areaKey: caoXa.key }],
    // One that is wider is started alone; who agrees to what has tests of its own.
    breakGlass: true,
    reason: 'Nước lên nhanh',
    ...change,
  }) satisfies NewAnnouncement;
export const stopOf = (...targets: NewAnnouncement['targets'][number][]): NewAnnouncement => ({
  kind: 'stop',
  targets: targets.length > 0 ? targets : [{ areaKey: caoXa.key }],
});

export const accepted = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(outcome.fault.en);
  return outcome.value;
};
export const refusal = <T>(outcome: Outcome<T>) => (outcome.ok ? null : [outcome.status, outcome.fault.code]);

export type AnnouncingField = {
  store: Store;
  directory: Directory;
  clock: VirtualClock;
  link: FakeLink;
  events: RecordingEvents;
  signers: TestSigners;
  /** Told, and recorded. */
  notices: Notice[];
  incidents: Finding[];
  announcing: TestAnnouncing;
  ledger: Ledger;
  /** What is heard of devices; nobody is there until told. */
  present: Map<
    string,
    { state: PresenceState; since: number; heartbeat: Heartbeat | null; lastSeenAt?: number }
  >;
  reports: Map<string, DeviceReport>;
  announce: (input: NewAnnouncement) => Promise<AnnouncementRow>;
  refused: (input: NewAnnouncement) => Promise<unknown>;
  end: (id: string) => Promise<AnnouncementRow>;
  /** What the broker holds for an area, verified. */
  document: (areaKey: string, link?: FakeLink) => Promise<AnnouncementsDocument>;
  listed: (areaKey: string) => Promise<string[]>;
  /** The device shows that it holds the newest announcements of an area, or an earlier version. */
  holds: (deviceId: string, areaKey: string, version?: number, patch?: Partial<Heartbeat>) => void;
  /** Time passes without anybody looking, until the clock is looked at again; what then falls due is done. */
  jump: (byMs: number) => Promise<void>;
  /** The process ends at once and begins again on what is stored. */
  restart: () => Promise<void>;
};

/** `dev-1` and `dev-2` in Cao Xá, `dev-3` in Tứ Xá; an approved emergency clip of five minutes, of the province. */
const openField = async (withLedger: boolean): Promise<AnnouncingField> => {
  const { store, directory } = await createDeviceField(2);
  await directory.addClusters([clusterRow('3', { areaKey: tuXa.key })]);
  await directory.addDevices([deviceRow('dev-3', '3')]);
  await putBulletin(store, 'bul_flood', 'f', 5, {
    class: 'emergency',
    title: 'Cảnh báo lũ sông Thao',
    areaKey: province.key,
  });
  const clock = createVirtualClock(noon);
  const signers = await testSigners();
  const present: AnnouncingField['present'] = new Map();
  const reports: AnnouncingField['reports'] = new Map();
  const events = createRecordingEvents();
  let ids = 0;
  const random = {
    id: (prefix: string) => {
      ids += 1;
      return `${prefix}_${ids}`;
    },
    secret: () => '',
    claimCode: () => '',
  };
  const presenceOf = (deviceId: string): DevicePresence | null => {
    const seen = present.get(deviceId);
    const placed = directory.devices.placed(deviceId);
    if (!seen || !placed) return null;
    const { id: clusterId, areaKey } = placed.cluster;
    const heard = { lastSeenAt: seen.lastSeenAt ?? clock.now(), heartbeatAt: seen.heartbeat && clock.now() };
    return { deviceId, clusterId, areaKey, ...seen, ...heard };
  };
  const base = { store, directory, clock, events, random, log: silentLog };
  const notices: Notice[] = [];
  const incidents: Finding[] = [];
  const begin = async (link: FakeLink) => {
    const announcing = await createTestAnnouncing({
      ...base,
      link,
      signers,
      notifier: {
        notify: async (notice) => {
          notices.push(notice);
        },
      },
      recordIncidents: async (_tx, findings) => {
        incidents.push(...findings);
      },
      presence: { of: presenceOf },
      reports: { get: (deviceId) => reports.get(deviceId) ?? null },
    });
    const ledger = createLedger({ ...base, onEvidence: announcing.progress.note });
    await announcing.publisher.start();
    await announcing.start();
    if (withLedger) await ledger.start();
    return { announcing, ledger, link };
  };
  const field: AnnouncingField = {
    ...base,
    signers,
    notices,
    incidents,
    present,
    reports,
    ...(await begin(createFakeLink())),
    announce: async (input) => accepted(await field.announcing.announcements.announce(input, admin)),
    refused: async (input) => refusal(await field.announcing.announcements.announce(input, admin)),
    end: async (id) => accepted(await field.announcing.announcements.end(id, null, admin)),
    document: async (areaKey, link = field.link) => {
      const jws = link.retained.get(topics.announcements(areaKey)) ?? '';
      return announcementsDocument.parse(await openDocument(jws, signers));
    },
    listed: async (areaKey) => (await field.document(areaKey)).announcements.map(({ id }) => id),
    holds: (deviceId, areaKey, version, patch = {}) => {
      const issued = field.announcing.publisher.issued(topics.announcements(areaKey))?.version ?? 0;
      const commune = directory.devices.placed(deviceId)?.cluster.areaKey;
      const name = commune === areaKey ? 'announcements' : `announcements:${areaKey}`;
      const before = present.get(deviceId)?.heartbeat?.versions ?? {};
      present.set(deviceId, {
        state: 'online',
        since: present.get(deviceId)?.since ?? clock.now(),
        heartbeat: heartbeatAt(clock.now(), { versions: { ...before, [name]: version ?? issued }, ...patch }),
      });
    },
    jump: async (byMs) => {
      clock.set(clock.now() + byMs);
      await clock.advance(minute);
      // Waits its turn behind everything that issues documents.
      await field.announcing.publisher.tick();
      await field.announcing.publisher.announcements.inTurn(async () => undefined);
    },
    restart: async () => {
      await field.announcing.stop();
      await field.announcing.publisher.stop();
      await field.ledger.stop();
      Object.assign(field, await begin(createFakeLink()));
    },
  };
  return field;
};

/** A controller at noon for each test, with everything announced started in it; its ledger only if asked for. */
export const useAnnouncing = ({ withLedger = false } = {}): (() => AnnouncingField) => {
  let field: AnnouncingField | null = null;
  beforeEach(async () => {
    field = await openField(withLedger);
  });
  afterEach(async () => {
    await field?.announcing.stop();
    await field?.announcing.publisher.stop();
    await field?.ledger.stop();
    await field?.store.close();
  });
  return () => {
    if (!field) throw new Error('It exists within a test only.');
    return field;
  };
};

export { caoXa, district, province, tuXa };
