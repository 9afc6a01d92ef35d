import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../../controller/app/ports/store.ts';
import { aCluster, aDevice, anArea, MORNING } from './sample-rows.ts';

export const devicesContract = (store: () => Store): void => {
  beforeEach(async () => {
    await store().areas.put([anArea()]);
    await store().clusters.insert([aCluster()]);
    await store().devices.insert([aDevice(), aDevice({ id: 'dev_2' })]);
  });

  it('gives devices back as they were inserted', async () => {
    expect(await store().devices.all()).toEqual([aDevice(), aDevice({ id: 'dev_2' })]);
  });

  it('replaces a device, and only that one', async () => {
    const active = aDevice({
      status: 'active',
      secretHash: 'f'.repeat(64),
      publicKey: { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) },
      inServiceFrom: MORNING,
    });
    await store().devices.update(active);
    expect(await store().devices.all()).toEqual([active, aDevice({ id: 'dev_2' })]);
    await store().devices.update(aDevice());
    expect(await store().devices.all()).toEqual([aDevice(), aDevice({ id: 'dev_2' })]);
  });

  it('refuses to replace a device that does not exist', async () => {
    const update = store().devices.update(aDevice({ id: 'dev_9' }));
    await expect(update).rejects.toMatchObject({ code: 'Store_Reference' });
  });

  it('knows a claim by the hash of its code', async () => {
    const claim = { codeHash: 'hash', deviceId: 'dev_1', expiresAt: MORNING, usedAt: null };
    await store().devices.insertClaims([claim]);
    expect(await store().devices.claim('hash')).toEqual(claim);
    expect(await store().devices.claim('other')).toBeNull();
  });

  it('lets exactly one of many concurrent callers use a claim', async () => {
    const claim = { codeHash: 'hash', deviceId: 'dev_1', expiresAt: MORNING, usedAt: null };
    await store().devices.insertClaims([claim, { ...claim, codeHash: 'spare' }]);
    const attempts = Array.from({ length: 30 }, (_, index) => index);
    const used = await Promise.all(
      attempts.map((index) =>
        index % 2 === 0
          ? store().devices.useClaim('hash', MORNING + index)
          : store().transaction((tx) => tx.devices.useClaim('hash', MORNING + index)),
      ),
    );
    const winners = attempts.filter((index) => used[index]);
    expect(winners).toHaveLength(1);
    expect(await store().devices.claim('hash')).toEqual({ ...claim, usedAt: MORNING + (winners[0] ?? -1) });
    expect(await store().devices.claim('spare')).toEqual({ ...claim, codeHash: 'spare' });
  });

  it('has no use for a claim that does not exist', async () => {
    expect(await store().devices.useClaim('never made', MORNING)).toBe(false);
  });

  it('tells the history of a cluster, newest first, as much as was asked for', async () => {
    const event = (id: string, at: number, clusterId = 'clu_1') => ({
      id,
      clusterId,
      deviceId: null,
      at,
      type: 'moved' as const,
      doneBy: 'lan',
      reason: 'Sắp xếp lại địa giới',
      detail: { from: 'a', to: 7 },
    });
    await store().clusters.insert([aCluster({ id: 'clu_2' })]);
    const events = [event('e1', 1), event('e2', 3), event('e3', 3), event('e4', 9, 'clu_2')];
    await store().devices.addEvents(events);
    const told = await store().devices.events('clu_1', 2);
    expect(told).toEqual([event('e3', 3), event('e2', 3)]);
    expect((await store().devices.events('clu_1', 9)).map(({ id }) => id)).toEqual(['e3', 'e2', 'e1']);
  });

  it('refuses the same code twice', async () => {
    const claim = { codeHash: 'hash', deviceId: 'dev_1', expiresAt: MORNING, usedAt: null };
    await store().devices.insertClaims([claim]);
    const again = store().devices.insertClaims([{ ...claim, deviceId: 'dev_2' }]);
    await expect(again).rejects.toMatchObject({ code: 'Store_Conflict' });
    expect(await store().devices.claim('hash')).toEqual(claim);
  });
};
