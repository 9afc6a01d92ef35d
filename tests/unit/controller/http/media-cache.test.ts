import { describe, expect, it } from 'vitest';
import { createMediaCache } from '../../../../controller/http/media-cache.ts';

const bytes = (size: number): Uint8Array<ArrayBuffer> => new Uint8Array(size);
const loading = (size: number) => async () => bytes(size);

describe('createMediaCache', () => {
  it('loads once for all who ask while it loads', async () => {
    const cache = createMediaCache(1000);
    let loads = 0;
    const load = async () => {
      loads += 1;
      return bytes(100);
    };
    const answers = await Promise.all(Array.from({ length: 50 }, () => cache.get('a', 100, load)));
    expect(loads).toBe(1);
    expect(new Set(answers).size).toBe(1);
    expect(cache.peek('a')).toBe(answers[0]);
  });

  it('evicts what was used least recently', async () => {
    const cache = createMediaCache(400);
    for (const name of ['a', 'b', 'c', 'd']) await cache.get(name, 100, loading(100));
    cache.peek('a');
    await cache.get('b', 100, loading(100));
    await cache.get('e', 100, loading(100));
    expect(['a', 'b', 'c', 'd', 'e'].filter((name) => cache.peek(name))).toEqual(['a', 'b', 'd', 'e']);
    expect(cache.sizeBytes()).toBe(400);
  });

  it('leaves a file of more than a quarter of the memory to streaming', async () => {
    const cache = createMediaCache(400);
    expect(await cache.get('a', 101, loading(101))).toBeNull();
    expect(cache.sizeBytes()).toBe(0);
  });

  it('never holds more than its memory, loading included', async () => {
    const cache = createMediaCache(400);
    let finish = (): void => {};
    const slow = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const pending = ['a', 'b', 'c', 'd'].map((name) =>
      cache.get(name, 100, async () => {
        await slow;
        return bytes(100);
      }),
    );
    expect(await cache.get('e', 100, loading(100))).toBeNull();
    expect(cache.sizeBytes()).toBe(400);
    finish();
    await Promise.all(pending);
    expect(await cache.get('e', 100, loading(100))).not.toBeNull();
    expect(cache.sizeBytes()).toBe(400);
  });

  it('forgets a load that failed', async () => {
    const cache = createMediaCache(400);
    const failing = cache.get('a', 100, () => Promise.reject(new Error('ENOENT')));
    await expect(failing).rejects.toThrow('ENOENT');
    expect(cache.sizeBytes()).toBe(0);
    expect(await cache.get('a', 100, loading(100))).not.toBeNull();
  });
});
