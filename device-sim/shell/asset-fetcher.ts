import type { MissingReason } from '../device/event.ts';
import type { AssetStore } from './asset-store.ts';

export type FetchResult = 'ok' | MissingReason;

export type AssetFetcher = Readonly<{
  /** Tries the URLs in turn until one gives the bytes that the hash names. */
  fetch: (sha256: string, sizeBytes: number | null, urls: readonly string[]) => Promise<FetchResult>;
}>;

/** An asset of unknown size is an hour of 320 kb/s at most. */
const maxUnknownBytes = 150_000_000;
const timeoutMs = 120_000;

const fetchFrom = async (
  store: AssetStore,
  sha256: string,
  maxBytes: number,
  url: string,
): Promise<FetchResult> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (response.ok && response.body) return await store.put(sha256, response.body, maxBytes);
    await response.body?.cancel();
    return response.status === 404 || response.status === 410 ? 'not-found' : 'unreachable';
  } catch {
    return 'unreachable';
  }
};

/** What says most about the cause when several servers failed differently. */
const gravity: readonly FetchResult[] = ['disk-full', 'hash-mismatch', 'not-found', 'unreachable'];

/**
 * Fetches each asset once for all devices of the process that want it, over the connections that Node's
 * `fetch` keeps alive.
 */
export const createAssetFetcher = ({ store }: { store: AssetStore }): AssetFetcher => {
  const underWay = new Map<string, Promise<FetchResult>>();
  const run = async (
    sha256: string,
    sizeBytes: number | null,
    urls: readonly string[],
  ): Promise<FetchResult> => {
    if ((await store.check(sha256)) === 'ok') return 'ok';
    const failures: FetchResult[] = [];
    for (const url of urls) {
      const result = await fetchFrom(store, sha256, sizeBytes ?? maxUnknownBytes, url);
      if (result === 'ok' || result === 'disk-full') return result;
      failures.push(result);
    }
    return gravity.find((one) => failures.includes(one)) ?? 'unreachable';
  };
  return {
    fetch: (sha256, sizeBytes, urls) => {
      const running =
        underWay.get(sha256) ?? run(sha256, sizeBytes, urls).finally(() => underWay.delete(sha256));
      underWay.set(sha256, running);
      return running;
    },
  };
};
