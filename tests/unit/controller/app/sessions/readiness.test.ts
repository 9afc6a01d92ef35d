import { describe, expect, it } from 'vitest';
import type { DeviceState, Heartbeat } from '#protocol';
import { createReadiness } from '../../../../../controller/app/sessions/readiness.ts';
import {
  beforeMorning,
  caoXa,
  heartbeatAt,
  minute,
  morning,
  planItem,
  province,
  tuXa,
} from '../../../../support/device-field.ts';
import { createIngestField, type IngestField, topicsOf } from '../../../../support/ingest-field.ts';
import { aSession } from '../../../../support/store-contract/sample-rows.ts';

const sound = 'a'.repeat(64);
const clip = 'b'.repeat(64);

const createField = async () => {
  const field = await createIngestField({ devices: 3, at: beforeMorning });
  await field.store.sessions.put(
    aSession({ id: 'ses_morning', areaKey: province.key, durationMs: 30 * minute }),
  );
  const items = [
    planItem('item-1'),
    planItem('item-2', { clusterIds: ['2'], startAt: morning + minute, sha256: clip }),
  ];
  await field.store.plan.replace(caoXa.key, items, beforeMorning);
  const readiness = createReadiness({ ...field, maxClockErrorMs: 60_000 });
  return {
    field,
    ask: () => readiness({ areaKeys: [province.key], sessionId: 'ses_morning', startAt: morning }),
  };
};
const tell = (
  field: IngestField,
  deviceId: string,
  cached: string[],
  patch: Partial<DeviceState> = {},
): void =>
  field.send(topicsOf(deviceId).state, {
    at: beforeMorning,
    versions: { program: beforeMorning, config: 7 },
    cached,
    missing: [],
    refused: [],
    newer: [],
    spool: { spoolId: 's', nextSeq: 1, ackedSeq: 0 },
    ...patch,
  });
const beat = (field: IngestField, deviceId: string, patch: Partial<Heartbeat> = {}): void =>
  field.send(topicsOf(deviceId).heartbeat, heartbeatAt(beforeMorning, patch));

const notReady = (clusterId: string, ...reasons: string[]) => ({ clusterId, areaKey: caoXa.key, reasons });

describe('readiness of a coming session', () => {
  it('is unknown of everybody before they were heard', async () => {
    const { ask } = await createField();
    const nobody = { total: 3, ready: 0, program: 0, audio: 0, online: 0 };
    expect(await ask()).toEqual({
      ...nobody,
      areas: [{ areaKey: caoXa.key, ...nobody }],
      notReady: ['1', '2', '3'].map((clusterId) => notReady(clusterId, 'unknown')),
    });
  });

  it('counts devices that hold what they themselves are to play', async () => {
    const { field, ask } = await createField();
    for (const id of ['dev-1', 'dev-2', 'dev-3']) tell(field, id, [sound]);
    await field.clock.advance(1_000);
    const counts = { total: 3, ready: 2, program: 3, audio: 2, online: 3 };
    expect(await ask()).toEqual({
      ...counts,
      areas: [{ areaKey: caoXa.key, ...counts }],
      notReady: [notReady('2', 'audio')],
    });
    tell(field, 'dev-2', [sound, clip]);
    expect(await ask()).toMatchObject({ ready: 3 });
  });

  it('follows heartbeats where they are newer than the last state', async () => {
    const { field, ask } = await createField();
    tell(field, 'dev-1', [], { missing: [{ sha256: sound, reason: 'fetching' }] });
    await field.clock.advance(1_000);
    expect((await ask()).notReady[0]).toEqual(notReady('1', 'audio'));
    beat(field, 'dev-1', { cache: { assets: 9, missing: 0, freeBytes: 1 } });
    beat(field, 'dev-2', { versions: { program: 1 } });
    beat(field, 'dev-3', { clock: { offsetMs: 0, errorMs: 94_000 } });
    await field.clock.advance(1_000);
    expect(await ask()).toMatchObject({
      total: 3,
      ready: 1,
      program: 2,
      audio: 2,
      online: 3,
      notReady: [notReady('2', 'program'), notReady('3', 'clock')],
    });
  });

  it('says of a device that was cut off with everything at hand only that it is offline', async () => {
    const { field, ask } = await createField();
    tell(field, 'dev-1', [sound]);
    await field.clock.advance(2 * minute);
    const told = await ask();
    expect(told.notReady[0]).toEqual(notReady('1', 'offline'));
    expect(told).toMatchObject({ program: 1, audio: 1, online: 0, ready: 0 });
  });

  it('leaves out communes and items that do not belong to it', async () => {
    const { field, ask } = await createField();
    const other = planItem('item-9', { areaKey: tuXa.key, sessionId: 'ses_other' });
    await field.store.plan.replace(tuXa.key, [other], beforeMorning);
    await field.store.plan.replace(caoXa.key, [planItem('item-2', { clusterIds: ['2'] })], beforeMorning);
    expect(await ask()).toMatchObject({
      total: 1,
      areas: [{ areaKey: caoXa.key, total: 1 }],
      notReady: [{ clusterId: '2' }],
    });
  });
});
