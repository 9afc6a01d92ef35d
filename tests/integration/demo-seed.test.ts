import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCurrentActor } from '../../controller/adapters/current-actor.ts';
import { sha256, systemRandom } from '../../controller/adapters/random.ts';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import { createCoverageReports } from '../../controller/app/coverage/coverage.ts';
import { createProof } from '../../controller/app/coverage/proof.ts';
import { createClaims } from '../../controller/app/devices/claims.ts';
import { createDirectory, type Directory } from '../../controller/app/directory/directory.ts';
import type { Store } from '../../controller/app/ports/store.ts';
import type { SeedDeps } from '../../controller/composition/demo-hooks.ts';
import { loadAreas, loadPublishedFigures, loadStations } from '../../controller/data/load-areas.ts';
import { dailySessionIds, type ProvisionLine, seedDemo } from '../../controller/demo/seed.ts';
import type { CoverageReport } from '../../controller/domain/coverage.ts';
import { localDateOf } from '../../controller/domain/vietnam-date.ts';
import { clusterRow } from '../support/device-field.ts';
import { createFakeLink } from '../support/fake-link.ts';
import { freeClaimAttempts } from '../support/free-attempts.ts';
import { silentLog } from '../support/silent-log.ts';
import { testPrivateKey } from '../support/test-signers.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';

const day = 86_400_000;
const now = Date.parse('2026-11-22T12:30:00+07:00');
const folder = mkdtempSync(join(tmpdir(), 'demo-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Everything that seeding needs, on a province without clusters. */
const createField = async (): Promise<SeedDeps> => {
  const store = await openSqliteStore({ path: ':memory:', log: silentLog });
  const directory = createDirectory({ store });
  await store.areas.put(loadAreas());
  await store.stations.put(loadStations());
  await store.stations.putFigures(loadPublishedFigures());
  await directory.load();
  const clock = createVirtualClock(now);
  const { d: _, ...rootKey } = testPrivateKey();
  const base = { store, directory, clock, log: silentLog };
  return {
    ...base,
    claims: createClaims({
      ...base,
      random: systemRandom(),
      actors: createCurrentActor(),
      digest: sha256,
      link: createFakeLink(),
      dismiss: () => undefined,
      mqttUrls: () => ['mqtt://127.0.0.1:1883'],
      rootKey,
      attempts: freeClaimAttempts(),
    }),
    // Takes the file for the asset: what ffmpeg makes of it is not the demo's business.
    processor: {
      probe: async () => ({ ok: true, durationMs: null, codec: 'pcm_s16le', hasVideo: false }),
      process: async (path) => {
        const content = readFileSync(path);
        return {
          ok: true,
          asset: {
            sha256: createHash('sha256').update(content).digest('hex'),
            path,
            sizeBytes: content.length,
            durationMs: Math.round(((content.length - 44) / 88_200) * 1_000),
            loudnessLufs: -16,
            truePeakDbtp: -2,
            peaks: [1],
          },
        };
      },
    },
    assetDir: folder,
    scratchDir: folder,
    provinceKey: directory.areas.byCode('25')?.key ?? '',
  };
};

describe('the demo seeded', () => {
  let deps: SeedDeps;
  let store: Store;
  let directory: Directory;
  const provisions: (readonly ProvisionLine[])[] = [];
  const seed = (): Promise<void> =>
    seedDemo(deps, async (lines) => {
      provisions.push(lines);
    });
  beforeAll(async () => {
    deps = await createField();
    ({ store, directory } = deps);
    await seed();
  });

  const reportAt = async (at: number): Promise<CoverageReport | undefined> => {
    const proof = createProof({ store, clock: deps.clock, provenDays: 7 });
    await proof.load();
    const reports = createCoverageReports({
      store,
      directory,
      presenceOf: () => 'unknown',
      proof,
      clock: deps.clock,
      provenDays: 7,
    });
    await reports.load();
    return reports.report(deps.provinceKey, at);
  };

  it('reproduces the figures of the field: 144 official, 139 reachable, 136 proven of 225', async () => {
    const report = await reportAt(now - day);
    expect(report).toMatchObject({
      official: { count: 144, total: 225, percent: 64 },
      equipped: { count: 144, total: 225, percent: 64 },
      reachable: { count: 139, total: 225, percent: 61.8 },
      proven: { count: 136, total: 225, percent: 60.4 },
      clusters: { total: 1_000, reachable: { count: 991, total: 1_000 } },
    });
    expect((await reportAt(now))?.proven).toEqual({ count: 136, total: 225, percent: 60.4 });
  });

  it('leaves what was published before as it was', async () => {
    const at = (date: string): number => Date.parse(`${date}T23:59:59.999+07:00`);
    expect((await reportAt(at('2022-12-31')))?.official).toEqual({ count: 144, total: 225, percent: 64 });
    expect((await reportAt(at('2022-06-30')))?.official).toEqual({ count: 143, total: 225, percent: 63.6 });
    expect((await reportAt(at('2022-06-29')))?.official).toBeNull();
  });

  it('gives the fleet one claim code for each receiver, and 14 that will not be ready', () => {
    const [lines = []] = provisions;
    expect(lines).toHaveLength(1_000);
    expect(new Set(lines.map(({ claimCode }) => claimCode)).size).toBe(1_000);
    const serials = [...directory.devices.all()].map(({ serial }) => serial);
    expect(lines.map(({ serial }) => serial).sort()).toEqual(serials.sort());
    const silent = ['offline', 'card-full', 'clock-94s'];
    expect(lines.filter(({ fault }) => fault && silent.includes(fault))).toHaveLength(14);
  });

  it('plans morning and evening two weeks ahead, of sound that fits', async () => {
    const sessions = await store.sessions.active();
    expect(sessions.map(({ id, isDemo }) => [id, isDemo])).toEqual(dailySessionIds.map((id) => [id, true]));
    const orders = await store.sessions.runningOrders({
      sessionIds: [...dailySessionIds],
      fromDate: localDateOf(now),
      toDate: localDateOf(now + 30 * day),
    });
    expect(orders).toHaveLength(28);
    for (const { bulletinIds } of orders) {
      expect(new Set(bulletinIds).size).toBe(3);
      const bulletins = await store.bulletins.many(bulletinIds);
      expect(bulletins.map(({ approval, audioState, isDemo }) => [approval, audioState, isDemo])).toEqual(
        Array(3).fill(['approved', 'ready', true]),
      );
    }
  });

  it('happens once', async () => {
    await seed();
    expect(provisions).toHaveLength(1);
    expect(directory.clusters.all()).toHaveLength(1_000);
  });

  it('leaves no scratch file behind', () => {
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('the demo on somebody’s data', () => {
  it('does not mix with it', async () => {
    const deps = await createField();
    const commune = deps.directory.areas.atLevel('commune')[0]?.key ?? '';
    await deps.directory.addClusters([clusterRow('real', { areaKey: commune })]);
    await expect(seedDemo(deps, async () => undefined)).rejects.toMatchObject({
      code: 'Demo_DatabaseNotEmpty',
    });
    expect((await deps.store.stations.all()).every(({ isDemo }) => !isDemo)).toBe(true);
  });
});
