import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicPart } from '#protocol';
import type { SeedDeps } from '../../controller/composition/demo-hooks.ts';
import { localDateOf } from '../../controller/domain/vietnam-date.ts';
import { createPrivateKey, type Identity } from '../../device-sim/shell/identity.ts';
import { dayMs, putBulletin, testCluster, testSession } from '../support/publishing-world.ts';

/** What is changed and measured: a session of the first commune, and one of the whole province. */
export const oneCommune = 'ses_commune';
export const allCommunes = 'ses_morning';
export const order = ['bul_relay', 'bul_province', 'bul_commune'];
export const otherOrder = ['bul_province', 'bul_commune', 'bul_other'];

export const benchPassword = 'mat-khau-do-luong';
/** An approved clip for emergencies. */
export const emergencyClip = 'bul_emergency';

/** Nothing airs while it is measured: the first date with a running order is three days ahead. */
const firstDay = 3;
/** As far as a program reaches, and some more. */
const lastDay = 14;

export const localDate = (daysAhead: number): string => localDateOf(Date.now() + daysAhead * dayMs);

/** The date whose running order is changed. */
export const changedDate = (): string => localDate(firstDay + 1);

/** A small file stands for each bulletin: what is measured is the program, not the audio. */
const putAudio = async (
  { store, assetDir }: SeedDeps,
  id: string,
  minutes: number,
  change: Parameters<typeof putBulletin>[4] = {},
): Promise<void> => {
  const bytes = Buffer.from(`audio of ${id}`.repeat(100));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(join(assetDir, `${sha256}.mp3`), bytes);
  await putBulletin(store, id, '0', minutes, { ...change, sha256 });
  await store.assets.put({
    sha256,
    sizeBytes: bytes.length,
    durationMs: minutes * 60_000,
    loudnessLufs: -16,
    truePeakDbtp: -1.5,
    peaks: [0.5],
    createdAt: 0,
  });
};

const putSessions = async ({ store, provinceKey }: SeedDeps, communeKey: string): Promise<void> => {
  const standing = [
    { bulletinId: 'bul_tune', place: 'before' as const },
    { bulletinId: 'bul_tune', place: 'after' as const },
  ];
  const province = { standing, areaKey: provinceKey, targets: [{ areaKey: provinceKey }] };
  const sessions = [
    testSession({ ...province, id: allCommunes, startsLocal: `${localDate(0)}T05:00:00` }),
    testSession({ ...province, id: 'ses_evening', startsLocal: `${localDate(0)}T17:00:00` }),
    testSession({
      id: oneCommune,
      areaKey: provinceKey,
      targets: [{ areaKey: communeKey }],
      startsLocal: `${localDate(0)}T11:00:00`,
    }),
  ];
  for (const session of sessions) {
    await store.sessions.put(session);
    for (let ahead = firstDay; ahead <= lastDay; ahead += 1) {
      const date = localDate(ahead);
      await store.sessions.putRunningOrder({
        sessionId: session.id,
        date,
        bulletinIds: order,
        updatedAt: 0,
      });
    }
  }
};

/**
 * A province in a new controller: clusters spread evenly over its communes, each with a receiver that has
 * taken up its identity, and two sessions a day of five items. The first commune has a third.
 */
export const seedAppliedProvince = async (deps: SeedDeps, deviceCount: number): Promise<Identity[]> => {
  const { directory, claims } = deps;
  const communes = directory.areas.atLevel('commune');
  await putAudio(deps, 'bul_tune', 1);
  for (const id of [...order, 'bul_other']) await putAudio(deps, id, 5);
  await putAudio(deps, emergencyClip, 1, { class: 'emergency', areaKey: deps.provinceKey });
  await putSessions(deps, communes[0]?.key ?? '');

  const clusters = Array.from({ length: deviceCount }, (_, index) =>
    testCluster(
      `clu_${String(index).padStart(16, '0')}`,
      communes[Math.floor((index * communes.length) / deviceCount)]?.key ?? '',
    ),
  );
  await directory.addClusters(clusters);
  const issued = await claims.createDevices(
    clusters.map(({ id }) => ({ clusterId: id, serial: `SN-${id}`, model: 'TT-4G-50', maxVolume: 100 })),
    'bench',
  );
  const identities: Identity[] = [];
  for (const { claimCode } of issued) {
    const privateKey = createPrivateKey();
    const publicKey = publicPart(privateKey);
    const claimed = await claims.claim({ code: claimCode, publicKey }, null);
    if (!claimed.ok) throw new Error(claimed.fault.en);
    identities.push({ ...claimed.value, privateKey });
  }
  return identities;
};
