import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BulletinRow } from '../app/ports/store/bulletins.ts';
import type { SessionRow } from '../app/ports/store/sessions.ts';
import type { SeedDeps } from '../composition/demo-hooks.ts';
import { chooseDemoStations } from '../data/demo-stations.ts';
import { localDateOf } from '../domain/vietnam-date.ts';
import { type DemoBulletin, demoBulletins } from './demo-bulletins.ts';
import { type DemoCluster, planDemoClusters } from './demo-clusters.ts';
import { demoPlaybacks, demoPresence, type HistoryAsset } from './demo-history.ts';
import { melodyWav } from './melody.ts';

const day = 24 * 60 * 60 * 1_000;
const seededAt = 'demo.seededAt';

/** One line of the fleet's provision file: who it is to be, and what is wrong with it. */
export type ProvisionLine = { claimCode: string; serial: string; fault?: string };

const makeBulletin = async (deps: SeedDeps, plan: DemoBulletin): Promise<BulletinRow & HistoryAsset> => {
  const { store, processor, clock, assetDir, scratchDir, provinceKey } = deps;
  const wav = join(scratchDir, `demo-${plan.seed}.wav`);
  await writeFile(wav, melodyWav(plan.seed, plan.seconds));
  const made = await processor.process(wav, assetDir).finally(() => rm(wav, { force: true }));
  if (!made.ok) throw new Error(`${made.fault.code}: ${made.fault.en}`);
  await store.assets.put({ ...made.asset, createdAt: clock.now() });
  const bulletin: BulletinRow = {
    id: `bul_demo${String(plan.seed).padStart(2, '0')}`,
    title: plan.title,
    class: plan.role === 'emergency' ? 'emergency' : 'normal',
    language: 'vi',
    areaKey: provinceKey,
    approval: 'approved',
    audioState: 'ready',
    incomingFile: null,
    faultCode: null,
    faultVi: null,
    faultEn: null,
    sha256: made.asset.sha256,
    createdBy: 'admin',
    createdAt: clock.now(),
    isDemo: true,
    revision: 0,
    submitter: null,
    approvedAt: clock.now(),
    airsFrom: 0,
  };
  await store.bulletins.put(bulletin);
  return { ...bulletin, sha256: made.asset.sha256, durationMs: made.asset.durationMs };
};

const dailySession = (
  deps: SeedDeps,
  id: string,
  title: string,
  time: string,
  signatureId: string,
): SessionRow => {
  const now = deps.clock.now();
  return {
    id,
    title,
    areaKey: deps.provinceKey,
    targets: [{ areaKey: deps.provinceKey }],
    class: 'normal',
    volume: 80,
    startsLocal: `${localDateOf(now - day)}T${time}:00`,
    timeZone: 'Asia/Ho_Chi_Minh',
    rrule: 'FREQ=DAILY',
    durationMs: 30 * 60 * 1_000,
    late: 'join',
    resume: 'resume',
    standing: [{ bulletinId: signatureId, place: 'before' }],
    exception: null,
    createdBy: 'admin',
    createdAt: now,
    updatedAt: now,
    endedAt: null,
    isDemo: true,
  };
};

export const dailySessionIds = ['ses_demo05', 'ses_demo17'] as const;

const seedSessions = async (deps: SeedDeps, bulletins: readonly BulletinRow[]): Promise<void> => {
  const { store, clock } = deps;
  const [signature, ...rest] = bulletins;
  if (!signature) return;
  const [morning, evening] = dailySessionIds;
  await store.sessions.put(dailySession(deps, morning, 'Buổi phát thanh sáng', '05:00', signature.id));
  await store.sessions.put(dailySession(deps, evening, 'Buổi phát thanh chiều', '17:00', signature.id));
  for (let ahead = 0; ahead < 14; ahead += 1) {
    const date = localDateOf(clock.now() + ahead * day);
    const bulletinIds = [0, 1, 2].flatMap((nth) => rest[(ahead + nth) % rest.length]?.id ?? []);
    for (const sessionId of dailySessionIds) {
      await store.sessions.putRunningOrder({ sessionId, date, bulletinIds, updatedAt: clock.now() });
    }
  }
};

/** Registers the planned receivers; their ids and claim codes come back in the same order. */
const seedClusters = async (
  deps: SeedDeps,
): Promise<{ clusters: DemoCluster[]; provision: ProvisionLine[] }> => {
  const { store, directory, claims, clock } = deps;
  const enabled = new Set(
    (await store.stations.all())
      .filter((record) => record.technology === 'it-enabled')
      .map((record) => record.areaKey),
  );
  const communes = directory.areas.atLevel('commune').filter((commune) => enabled.has(commune.key));
  const inServiceFrom = clock.now() - 365 * day;
  const plan = planDemoClusters(communes, clock.now(), inServiceFrom);
  await directory.addClusters(plan.map(({ cluster }) => cluster));
  const issued = await claims.createDevices(
    plan.map(({ device }) => device),
    'demo',
  );
  const clusters = plan.map((one, index): DemoCluster => {
    const device = issued[index]?.device;
    // In service, as their history says; the fleet takes up their identities by the codes.
    return { ...one, device: { ...one.device, ...device, status: 'active', inServiceFrom } };
  });
  await store.transaction(async (tx) => {
    for (const { device } of clusters) await tx.devices.update(device);
  });
  for (const { device } of clusters) directory.adoptDevice(device);
  const provision = issued.map(({ claimCode, device }, index): ProvisionLine => {
    const fault = plan[index]?.fault;
    return { claimCode, serial: device.serial, ...(fault ? { fault } : {}) };
  });
  return { clusters, provision };
};

const seedHistory = async (
  deps: SeedDeps,
  clusters: readonly DemoCluster[],
  assets: readonly HistoryAsset[],
): Promise<void> => {
  const { store, clock } = deps;
  const now = clock.now();
  for (const rows of demoPlaybacks(clusters, assets, dailySessionIds, now))
    await store.playbacks.insert(rows);
  const { days, intervals } = demoPresence(clusters, now);
  await store.presence.putDays(days);
  // In order of time, so that each closes the one before it.
  for (const state of ['online', 'offline'] as const) {
    await store.presence.openIntervals(intervals.filter((interval) => interval.state === state));
  }
  await store.presence.closeOpenIntervals(now);
};

/** Invented data must not mix with a real station's. */
export class DemoRefused extends Error {
  readonly code = 'Demo_DatabaseNotEmpty';
  constructor() {
    super(
      'The database already holds clusters that are not from a finished demo. Give the demo an empty DATA_DIR.',
    );
  }
}

/**
 * Fills an empty database with the demo: stations of the 89 communes nobody has published, clusters,
 * bulletins, sessions and 35 days of labelled history. Does nothing when it was done at an earlier start.
 */
export const seedDemo = async (
  deps: SeedDeps,
  writeProvision: (lines: readonly ProvisionLine[]) => Promise<void>,
): Promise<void> => {
  const { store, directory, clock, log } = deps;
  if ((await store.settings.get(seededAt)) !== null) return;
  if (directory.clusters.all().length > 0) throw new DemoRefused();
  await store.stations.put(chooseDemoStations(directory.areas.all()));
  const { clusters, provision } = await seedClusters(deps);
  const bulletins: (BulletinRow & HistoryAsset)[] = [];
  for (const plan of demoBulletins) bulletins.push(await makeBulletin(deps, plan));
  await seedSessions(
    deps,
    bulletins.filter((bulletin) => bulletin.class !== 'emergency'),
  );
  const historic = bulletins.filter((_, index) => demoBulletins[index]?.role === 'history');
  await seedHistory(deps, clusters, historic);
  await writeProvision(provision);
  await store.settings.put(seededAt, String(clock.now()));
  log.info({ clusters: clusters.length, bulletins: bulletins.length }, 'Demo data is in place');
};
