import { beforeEach, describe, expect, it } from 'vitest';
import { createIncidents } from '../../../../../controller/app/incidents/incidents.ts';
import { createUnreadySessions } from '../../../../../controller/app/incidents/unready-sessions.ts';
import type { IncidentRow } from '../../../../../controller/app/ports/store/incidents.ts';
import { createComingSessions } from '../../../../../controller/app/sessions/coming-sessions.ts';
import { createReadiness } from '../../../../../controller/app/sessions/readiness.ts';
import { countedIds } from '../../../../support/counted-ids.ts';
import {
  caoXa,
  clusterRow,
  deviceRow,
  heartbeatAt,
  minute,
  morning,
  planItem,
  province,
  tuXa,
} from '../../../../support/device-field.ts';
import { createIngestField, type IngestField, topicsOf } from '../../../../support/ingest-field.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { aSession } from '../../../../support/store-contract/sample-rows.ts';

const begin = morning - 30 * minute;
let field: IngestField;

/** Ten devices in Cao Xá and ten in Tứ Xã, half an hour before the session. */
beforeEach(async () => {
  field = await createIngestField({ devices: 10, at: begin });
  const others = Array.from({ length: 10 }, (_, index) => String(index + 11));
  await field.directory.addClusters(others.map((id) => clusterRow(id, { areaKey: tuXa.key })));
  await field.directory.addDevices(others.map((id) => deviceRow(`dev-${id}`, id)));
  await field.store.sessions.put(
    aSession({ id: 'ses_morning', title: 'Buổi sáng', areaKey: province.key, durationMs: 30 * minute }),
  );
  for (const { key } of [caoXa, tuXa])
    await field.store.plan.replace(key, [planItem('item-1', { areaKey: key })], begin);
  const readiness = createReadiness({ ...field, maxClockErrorMs: 60_000 });
  const incidents = createIncidents({
    ...field,
    log: silentLog,
    random: countedIds(),
    sources: [
      createUnreadySessions({ ...field, coming: createComingSessions(field), readiness, threshold: 0.1 }),
    ],
  });
  await incidents.start();
});

const ids = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `dev-${from + index}`);
/** Lets time pass; all send heartbeats, these hold the program, the others an older one. */
const pass = async (ms: number, holding: readonly string[], alive = ids(1, 20)): Promise<void> => {
  for (let passed = 0; passed < ms; passed += 10_000) {
    for (const id of alive) {
      const versions = { program: holding.includes(id) ? morning : 1 };
      field.send(topicsOf(id).heartbeat, heartbeatAt(field.clock.now(), { versions }));
    }
    await field.clock.advance(10_000);
  }
};
const rows = async (): Promise<IncidentRow[]> =>
  (await field.store.incidents.page({ areaKeys: null, type: null, state: null }, null, 100)).items;

describe('a session about to begin', () => {
  it('is looked at from a quarter of an hour ahead', async () => {
    await pass(15 * minute, ids(3, 20));
    expect(await rows()).toEqual([]);
    await pass(2 * minute, ids(3, 20));
    expect(await rows()).toMatchObject([
      {
        type: 'unready-session',
        severity: 'warning',
        areaKey: caoXa.key,
        sessionId: 'ses_morning',
        detail: { title: 'Buổi sáng', startAt: morning, devices: 2, total: 10 },
      },
    ]);
  });

  it('is in order while no more than the threshold are unready', async () => {
    await pass(29 * minute, [...ids(2, 10), ...ids(12, 20)]);
    expect(await rows()).toEqual([]);
  });

  it('is in order while a change of the last minutes is on its way', async () => {
    await pass(20 * minute, ids(1, 20));
    await pass(50_000, []);
    await pass(5 * minute, ids(1, 20));
    expect(await rows()).toEqual([]);
  });

  it('is in order again once they have caught up', async () => {
    await pass(20 * minute, ids(3, 20));
    await pass(3 * minute, ids(1, 20));
    expect(await rows()).toMatchObject([{ closedReason: 'recovered' }]);
  });

  it('is one incident when every commune is unready, and stays until it is over', async () => {
    await pass(29 * minute, []);
    expect(await rows()).toMatchObject([
      { areaKey: province.key, severity: 'critical', detail: { devices: 20, total: 20 } },
    ]);
    await pass(30 * minute, []);
    expect(await rows()).toMatchObject([{ closedAt: null }]);
    await pass(2 * minute, []);
    expect(await rows()).toMatchObject([{ closedReason: 'over' }]);
  });

  it('is none for devices that nobody has heard since the controller began', async () => {
    field.clock.set(morning - 10 * minute);
    await field.clock.advance(11_000);
    expect(field.presence.counts(null).unknown).toBe(20);
    expect(await rows()).toEqual([]);
  });

  it('that was cancelled is none', async () => {
    await pass(18 * minute, []);
    for (const { key } of [caoXa, tuXa]) await field.store.plan.replace(key, [], field.clock.now());
    await pass(2 * minute, []);
    expect(await rows()).toMatchObject([{ closedReason: 'recovered' }]);
  });
});
