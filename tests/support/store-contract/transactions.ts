import { expect, it } from 'vitest';
import type { Store } from '../../../controller/app/ports/store.ts';
import { aCluster, anArea } from './sample-rows.ts';

const deferred = () => {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
};

export const transactionsContract = (store: () => Store): void => {
  it('keeps everything a transaction did, and returns what its work returns', async () => {
    const result = await store().transaction(async (tx) => {
      await tx.settings.put('a', '1');
      await tx.settings.put('b', '2');
      return await tx.settings.get('a');
    });
    expect(result).toBe('1');
    expect(await store().settings.get('b')).toBe('2');
  });

  it('keeps nothing of a transaction that throws', async () => {
    await store().settings.put('a', 'before');
    const work = store().transaction(async (tx) => {
      await tx.settings.put('a', 'within');
      await tx.areas.put([anArea()]);
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await store().settings.get('a')).toBe('before');
    expect(await store().areas.all()).toEqual([]);
  });

  it('joins a transaction within a transaction', async () => {
    const work = store().transaction(async (tx) => {
      await tx.transaction(async (inner) => inner.settings.put('inner', 'x'));
      expect(await tx.settings.get('inner')).toBe('x');
      throw new Error('the outer one fails');
    });
    await expect(work).rejects.toThrow('the outer one fails');
    expect(await store().settings.get('inner')).toBeNull();
  });

  it('cannot commit once a transaction within has failed, even when that is caught', async () => {
    const work = store().transaction(async (tx) => {
      const inner = tx.transaction(async (joined) => {
        await joined.settings.put('half', 'x');
        throw new Error('half way');
      });
      await inner.catch(() => {});
      await tx.settings.put('whole', 'x');
    });
    await expect(work).rejects.toThrow('half way');
    expect(await store().settings.get('half')).toBeNull();
    expect(await store().settings.get('whole')).toBeNull();
  });

  it('cannot commit once a statement has failed, even when that is caught', async () => {
    const work = store().transaction(async (tx) => {
      await tx.settings.put('a', 'x');
      await tx.clusters.insert([aCluster({ areaKey: 'nowhere' })]).catch(() => {});
    });
    await expect(work).rejects.toMatchObject({ code: 'Store_Reference' });
    expect(await store().settings.get('a')).toBeNull();
  });

  it('shows a read from elsewhere nothing of an open transaction', async () => {
    const [written, finish] = [deferred(), deferred()];
    const work = store().transaction(async (tx) => {
      await tx.settings.put('a', 'uncommitted');
      written.open();
      await finish.opened;
      throw new Error('rolled back');
    });
    await written.opened;
    const read = store().settings.get('a');
    finish.open();
    await expect(work).rejects.toThrow('rolled back');
    expect(await read).toBeNull();
  });

  it('does not undo a write from elsewhere with a transaction that was open meanwhile', async () => {
    const [begun, finish] = [deferred(), deferred()];
    const work = store().transaction(async (tx) => {
      await tx.settings.put('mine', 'x');
      begun.open();
      await finish.opened;
      throw new Error('rolled back');
    });
    await begun.opened;
    const write = store().settings.put('other', 'y');
    const step = store().policies.replace('area', []);
    finish.open();
    await expect(work).rejects.toThrow('rolled back');
    await Promise.all([write, step]);
    expect(await store().settings.get('other')).toBe('y');
    expect(await store().settings.get('mine')).toBeNull();
  });

  it('runs concurrent transactions one after the other', async () => {
    await store().settings.put('count', '0');
    await Promise.all(
      Array.from({ length: 20 }, () =>
        store().transaction(async (tx) => {
          const count = Number(await tx.settings.get('count'));
          await tx.settings.put('count', String(count + 1));
        }),
      ),
    );
    expect(await store().settings.get('count')).toBe('20');
  });

  it('refuses the store of a transaction that has ended', async () => {
    const [ended] = await store().transaction(async (tx) => [tx]);
    await expect(ended?.settings.put('a', 'x')).rejects.toThrow('already committed');
    expect(await store().settings.get('a')).toBeNull();
  });
};
