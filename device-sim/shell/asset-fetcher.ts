import { rootCertificates } from 'node:tls';
import type { MissingReason } from '../device/event.ts';
import { type AskServer, createAskServer } from './ask-server.ts';
import type { AssetStore } from './asset-store.ts';

export type FetchResult = 'ok' | MissingReason;

export type AssetFetcher = Readonly<{
  /** Tries the URLs in turn until one gives the bytes that the hash names. */
  fetch: (
    sha256: string,
    sizeBytes: number | null,
    urls: readonly string[],
    /** Authorities that came with the identity. */
    authorities?: readonly string[],
  ) => Promise<FetchResult>;
}>;

/** An asset of unknown size is an hour of 320 kb/s at most. */
const maxUnknownBytes = 150_000_000;
const timeoutMs = 120_000;

/** Audio is checked by its hash: besides the authorities of the claim any that everybody knows will do. */
const withKnown = (authorities: readonly string[]): readonly string[] =>
  authorities.length > 0 ? [...authorities, ...rootCertificates] : [];

const fetchFrom = async (
  ask: AskServer,
  authorities: readonly string[],
  store: AssetStore,
  sha256: string,
  maxBytes: number,
  url: string,
): Promise<FetchResult> => {
  try {
    const answer = await ask({ url: new URL(url), method: 'GET', authorities, timeoutMs });
    if (answer.statusCode === 200) return await store.put(sha256, answer, maxBytes);
    answer.resume();
    return answer.statusCode === 404 || answer.statusCode === 410 ? 'not-found' : 'unreachable';
  } catch {
    return 'unreachable';
  }
};

/** What says most about the cause when several servers failed differently. */
const gravity: readonly FetchResult[] = ['disk-full', 'hash-mismatch', 'not-found', 'unreachable'];

/**
 * Fetches each asset once for all devices of the process that want it, over connections that are kept.
 */
export const createAssetFetcher = ({ store }: { store: AssetStore }): AssetFetcher => {
  const ask = createAskServer();
  const underWay = new Map<string, Promise<FetchResult>>();
  const run = async (
    sha256: string,
    sizeBytes: number | null,
    urls: readonly string[],
    authorities: readonly string[],
  ): Promise<FetchResult> => {
    if ((await store.check(sha256)) === 'ok') return 'ok';
    const failures: FetchResult[] = [];
    for (const url of urls) {
      const result = await fetchFrom(
        ask,
        withKnown(authorities),
        store,
        sha256,
        sizeBytes ?? maxUnknownBytes,
        url,
      );
      if (result === 'ok' || result === 'disk-full') return result;
      failures.push(result);
    }
    return gravity.find((one) => failures.includes(one)) ?? 'unreachable';
  };
  return {
    fetch: (sha256, sizeBytes, urls, authorities = []) => {
      const running =
        underWay.get(sha256) ??
        run(sha256, sizeBytes, urls, authorities).finally(() => underWay.delete(sha256));
      underWay.set(sha256, running);
      return running;
    },
  };
};
