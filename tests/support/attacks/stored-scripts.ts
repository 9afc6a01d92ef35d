import type { SeedDeps } from '../../../controller/composition/demo-hooks.ts';
import { localDateOf } from '../../../controller/domain/vietnam-date.ts';
import {
  aBulletin,
  aCluster,
  aDevice,
  anAnnouncement,
  aPlayback,
  aSession,
} from '../store-contract/sample-rows.ts';

export const scriptIds = { bulletin: 'bul_script', cluster: 'clu_script' } as const;

/** Ways in which text becomes a script where a page lets it. */
const scriptOf = (where: string): string =>
  `</title><script>pwned("${where}")</script><img src=x onerror='pwned("${where}")'><svg onload='pwned("${where}")'><a href="javascript:pwned()">`;

/** Scripts in everything that people write and pages show. */
export const putScripts = async ({ store, directory, clock }: SeedDeps): Promise<void> => {
  const now = clock.now();
  const [commune] = directory.areas.atLevel('commune');
  const [province] = directory.areas.atLevel('province');
  const [here, above] = [commune?.key ?? '', province?.key ?? ''];
  const sha256 = 'e'.repeat(64);
  await store.assets.put({
    ...{ sha256, sizeBytes: 80_000, durationMs: 60_000, loudnessLufs: -16, truePeakDbtp: -2 },
    ...{ peaks: [0.5, 1, 0.2], createdAt: now },
  });
  const said = { createdBy: scriptOf('author'), createdAt: now, isDemo: false };
  await store.bulletins.put(
    aBulletin({
      ...{ id: scriptIds.bulletin, title: scriptOf('bulletin'), areaKey: above, approval: 'approved' },
      ...{ audioState: 'ready', incomingFile: null, sha256, ...said },
    }),
  );
  await store.bulletins.put(
    aBulletin({
      ...{ id: 'bul_failed', title: scriptOf('failed'), areaKey: above, audioState: 'failed', ...said },
      ...{ faultCode: 'Audio_Unreadable', faultVi: scriptOf('fault'), faultEn: scriptOf('fault') },
    }),
  );
  await directory.addClusters([
    aCluster({ id: scriptIds.cluster, areaKey: here, name: scriptOf('cluster') }),
  ]);
  const names = { serial: scriptOf('serial'), model: scriptOf('model') };
  await directory.addDevices([
    aDevice({
      id: 'dev_script',
      clusterId: scriptIds.cluster,
      status: 'active',
      inServiceFrom: now,
      ...names,
    }),
  ]);
  const today = localDateOf(now);
  await store.sessions.put(
    aSession({
      ...{ id: 'ses_script', title: scriptOf('session'), areaKey: above, standing: [], ...said },
      ...{
        targets: [{ clusterId: scriptIds.cluster }],
        startsLocal: `${today}T00:00:00`,
        rrule: 'FREQ=DAILY',
      },
      ...{
        durationMs: 3_600_000,
        exception: { id: 'exc_1', reason: scriptOf('reason'), approvedBy: said.createdBy },
      },
    }),
  );
  await store.sessions.putRunningOrder({
    ...{ sessionId: 'ses_script', date: today, bulletinIds: [scriptIds.bulletin], updatedAt: now },
  });
  await store.announcements.put([
    anAnnouncement({
      ...{ id: 'ann_script', kind: 'stop', title: scriptOf('stop'), areaKey: above, bulletinId: null },
      ...{ targets: [{ areaKey: above }], sha256: null, volume: null, startAt: now, endAt: null },
      ...{ reason: scriptOf('reason'), startedBy: said.createdBy, createdAt: now, versions: {} },
    }),
  ]);
  await store.dispatches.insert(
    {
      ...{ id: 'dis_script', bulletinId: scriptIds.bulletin, fromAreaKey: above, note: scriptOf('note') },
      ...{ sentBy: said.createdBy, sentAt: now },
    },
    [here],
  );
  await store.playbacks.insert([
    aPlayback({
      ...{ itemId: 'itm_script', deviceId: 'dev_script', clusterId: scriptIds.cluster, areaKey: here },
      ...{
        sessionId: 'ses_script',
        title: scriptOf('playback'),
        plannedStart: now - 60_000,
        plannedEnd: now,
      },
    }),
  ]);
  await store.incidents.put([
    {
      ...{ id: 'inc_script', type: 'deviation', subject: 'itm_script', severity: 'critical', areaKey: here },
      ...{
        clusterId: scriptIds.cluster,
        deviceId: 'dev_script',
        sessionId: 'ses_script',
        announcementId: null,
      },
      ...{ itemId: 'itm_script', openedAt: now, lastAt: now, count: 1, acknowledgedAt: null },
      ...{ acknowledgedBy: null, closedAt: null, closedBy: null, closedReason: null },
      notes: [{ at: now, by: said.createdBy, text: scriptOf('note') }],
      detail: { reason: 'cancelled-item', title: scriptOf('incident'), outcome: 'played' },
    },
  ]);
};
