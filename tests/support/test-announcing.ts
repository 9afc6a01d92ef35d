import { type Announcing, createAnnouncing } from '../../controller/app/announcements/announcing.ts';
import { exerciseNoticeSource, testToneSource } from '../../controller/app/announcements/preload.ts';
import { loadConfigVersion } from '../../controller/app/devices/config-version.ts';
import {
  createDeviceDocuments,
  defaultDeviceSettings,
} from '../../controller/app/devices/device-documents.ts';
import type { DeviceReports } from '../../controller/app/devices/device-reports.ts';
import { createDeviceVerifier } from '../../controller/app/devices/device-signatures.ts';
import type { Directory } from '../../controller/app/directory/directory.ts';
import { createKeyRing } from '../../controller/app/documents/key-ring.ts';
import { createPublisher, type Publisher } from '../../controller/app/documents/publisher.ts';
import type { AudioComposer } from '../../controller/app/ports/audio.ts';
import type { EventBus } from '../../controller/app/ports/events.ts';
import type { Notifier } from '../../controller/app/ports/notifier.ts';
import type { Clock, DeviceLink, Log, Random } from '../../controller/app/ports/runtime.ts';
import type { AssetRow } from '../../controller/app/ports/store/assets.ts';
import type { Store } from '../../controller/app/ports/store.ts';
import type { Presence } from '../../controller/app/presence/presence.ts';
import { type TestSigners, testSigners } from './test-signers.ts';

export const second = 1_000;

/** An asset of nothing but its hash, the digit repeated, and its length. */
export const assetOf = (digit: string, seconds: number): AssetRow => ({
  sha256: digit.repeat(64),
  sizeBytes: 8_000 * seconds,
  durationMs: seconds * second,
  loudnessLufs: -16,
  truePeakDbtp: -1.5,
  peaks: [0.5],
  createdAt: 0,
});
export const testTone = assetOf('7', 10);
export const exerciseNotice = assetOf('8', 12);
/** What every composition gives. */
export const composed = assetOf('9', 40);

const composer: AudioComposer = {
  compose: async () => ({ ok: true, asset: { ...composed, path: '' } }),
};

/** The shipped audio as the store knows it. */
export const putShippedClips = async (store: Store): Promise<void> => {
  for (const [source, asset] of [
    [testToneSource, testTone],
    [exerciseNoticeSource, exerciseNotice],
  ] as const) {
    await store.assets.put(asset);
    await store.announcements.putClip({ source, sha256: asset.sha256, createdAt: 0 });
  }
};

export type TestAnnouncing = Announcing & Readonly<{ publisher: Publisher }>;

/** Everything announced, on a publisher of its own that is not started. Nothing is sound here. */
export const createTestAnnouncing = async (deps: {
  store: Store;
  directory: Directory;
  presence: Pick<Presence, 'of'>;
  link: DeviceLink;
  events: EventBus;
  clock: Clock;
  random: Random;
  log: Log;
  reports?: Pick<DeviceReports, 'get'>;
  signers?: TestSigners;
  composer?: AudioComposer;
  notifier?: Notifier;
  recordIncidents?: Parameters<typeof createAnnouncing>[0]['recordIncidents'];
}): Promise<TestAnnouncing> => {
  const { store, directory, clock } = deps;
  const signers = deps.signers ?? (await testSigners());
  await putShippedClips(store);
  const configVersion = await loadConfigVersion({ store, clock, content: 'test' });
  const documents = createDeviceDocuments({
    signer: signers.signing,
    clock,
    settings: { ...defaultDeviceSettings, mediaBaseUrls: ['http://127.0.0.1/media'] },
    configVersion: configVersion.current,
    ancestorsOf: (areaKey) => directory.areas.ancestors(areaKey).map(({ key }) => key),
  });
  const ring = createKeyRing({
    signers,
    store,
    verify: createDeviceVerifier(),
    held: () => ({ inService: 0, connected: [] }),
    clock,
    log: deps.log,
  });
  // A publisher that is not started has not certified its keys yet.
  const version = clock.now();
  const keys = await ring.renew({ version, now: version }, 9 * 24 * 3_600 * second);
  if (keys) await ring.take(keys);
  await ring.decide();
  const publisher = createPublisher({
    ...deps,
    ring,
    places: { areas: directory.areas.all, clusters: directory.clusters.all },
    deviceDocuments: documents,
    configVersion,
  });
  const announcing = createAnnouncing({
    reports: { get: () => null },
    composer,
    notifier: { notify: async () => undefined },
    recordIncidents: async () => undefined,
    ...deps,
    publisher,
    documents,
    assetDir: '',
    pathOf: (sha256) => sha256,
  });
  return { ...announcing, publisher };
};
