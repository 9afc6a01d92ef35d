import { expect, it } from 'vitest';
import type { Store } from '../../../controller/app/ports/store.ts';
import { aPlayEvent, names } from './sample-rows.ts';

const cursor = (seq: number, deviceId = 'dev_1', spoolId = 'spl_1') => ({ deviceId, spoolId, seq });

export const spoolsContract = (store: () => Store): void => {
  it('keeps a cursor per device and spool', async () => {
    await store().spools.append([aPlayEvent(1)], [cursor(1), cursor(5, 'dev_2')]);
    await store().spools.append([aPlayEvent(2)], [cursor(2), cursor(1, 'dev_1', 'spl_2')]);
    expect(await store().spools.cursors(['dev_1'])).toEqual([cursor(2), cursor(1, 'dev_1', 'spl_2')]);
    expect(await store().spools.cursors(['dev_2', 'dev_3'])).toEqual([cursor(5, 'dev_2')]);
    expect(await store().spools.cursors([])).toEqual([]);
  });

  it('ignores events that are already there', async () => {
    await store().spools.append([aPlayEvent(1), aPlayEvent(2)], [cursor(2)]);
    await store().spools.append([aPlayEvent(2), aPlayEvent(3), aPlayEvent(3)], [cursor(3)]);
    expect(await store().spools.cursors(['dev_1'])).toEqual([cursor(3)]);
  });

  it('sets the cursor to what it is given, the last of two in one call', async () => {
    await store().spools.append([], [cursor(9)]);
    await store().spools.append([], [cursor(3), cursor(4)]);
    expect(await store().spools.cursors(['dev_1'])).toEqual([cursor(4)]);
  });

  it('sets no cursor when its events belong to a transaction that fails', async () => {
    const work = store().transaction(async (tx) => {
      await tx.spools.append([aPlayEvent(1)], [cursor(1)]);
      throw new Error('the ledger could not be written');
    });
    await expect(work).rejects.toThrow('the ledger could not be written');
    expect(await store().spools.cursors(['dev_1'])).toEqual([]);
  });

  it('takes thousands of events of thousands of devices in one call', async () => {
    const devices = names('dev', 5_000);
    await store().spools.append(
      devices.map((deviceId) => aPlayEvent(7, { deviceId })),
      devices.map((deviceId) => cursor(7, deviceId)),
    );
    expect(await store().spools.cursors(devices)).toHaveLength(5_000);
  });
};
