import { beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../../../controller/adapters/store/sqlite.ts';
import { createProof, type Proof } from '../../../../../controller/app/coverage/proof.ts';
import type { Store } from '../../../../../controller/app/ports/store.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { aPlayback, MINUTE, MORNING, played } from '../../../../support/store-contract/sample-rows.ts';
import { createVirtualClock, type VirtualClock } from '../../../../support/virtual-clock.ts';

const day = 24 * 60 * MINUTE;
/** When the sample rows finished. */
const finished = MORNING + 5 * MINUTE;

let store: Store;
let clock: VirtualClock;
let proof: Proof;
beforeEach(async () => {
  store = await openSqliteStore({ path: ':memory:', log: silentLog });
  clock = createVirtualClock(finished);
  proof = createProof({ store, clock, provenDays: 7 });
});
const proven = (): string[] | null => {
  const clusters = proof.clusters();
  return clusters && [...clusters].sort();
};

describe('proof', () => {
  it('is null, not nobody, while nothing was ever logged', async () => {
    await proof.load();
    expect(proof.clusters()).toBeNull();
    proof.note([]);
    expect(proof.clusters()).toBeNull();
  });

  it('is nobody once something was logged and nobody played', async () => {
    proof.note([aPlayback()]);
    expect(proven()).toEqual([]);
  });

  it('is nobody once a planned time has come, as it will be after a restart', async () => {
    proof.notePlanned(0);
    expect(proven()).toBeNull();
    proof.notePlanned(1);
    expect(proven()).toEqual([]);
    await store.playbacks.insert([aPlayback()]);
    const restarted = createProof({ store, clock, provenDays: 7 });
    await restarted.load();
    expect(restarted.clusters()).toEqual(new Set());
  });

  it('comes from the log at start: signed plays of the last days', async () => {
    await store.playbacks.insert([
      played({ deviceId: 'dev_1', clusterId: 'clu_1' }),
      played({ deviceId: 'dev_2', clusterId: 'clu_2', finishedAt: finished - 7 * day }),
      played({ deviceId: 'dev_3', clusterId: 'clu_3', finishedAt: finished - 7 * day - 1 }),
      played({ deviceId: 'dev_4', clusterId: 'clu_4', grade: null }),
      played({ deviceId: 'dev_5', clusterId: 'clu_5', outcome: 'interrupted' }),
    ]);
    await proof.load();
    expect(proven()).toEqual(['clu_1', 'clu_2']);
  });

  it('comes from evidence as it arrives, the same as from the log', async () => {
    const rows = [
      played({ deviceId: 'dev_1', clusterId: 'clu_1' }),
      played({ deviceId: 'dev_2', clusterId: 'clu_2', outcome: 'failed', grade: 'reported' }),
      played({ deviceId: 'dev_3', clusterId: 'clu_3', grade: null }),
    ];
    proof.note(rows);
    await store.playbacks.insert(rows);
    clock.set(finished + 1);
    expect(proven()).toEqual(['clu_1']);
    const clusters = ['clu_1', 'clu_2', 'clu_3'];
    expect(await store.playbacks.provenClusters(clusters, clock.now() - 7 * day, clock.now())).toEqual([
      'clu_1',
    ]);
  });

  it('fades when it gets old, and late evidence of old plays brings nothing back', () => {
    proof.note([played({ clusterId: 'clu_1' })]);
    clock.set(finished + 7 * day);
    expect(proven()).toEqual(['clu_1']);
    proof.note([played({ clusterId: 'clu_1', finishedAt: finished - day })]);
    expect(proven()).toEqual(['clu_1']);
    clock.set(finished + 7 * day + 1);
    expect(proven()).toEqual([]);
  });

  it('does not reach into days to come, whatever the clock of a device says', async () => {
    const ahead = played({ clusterId: 'clu_1', finishedAt: finished + 365 * day });
    proof.note([ahead]);
    await store.playbacks.insert([ahead]);
    clock.set(finished + 8 * day);
    expect(proven()).toEqual([]);
    const restarted = createProof({ store, clock, provenDays: 7 });
    await restarted.load();
    expect([...(restarted.clusters() ?? [])]).toEqual([]);
  });
});
