import type { FetchResult } from '../../../device-sim/shell/asset-fetcher.ts';
import type { Chance } from '../engine/chance.ts';
import type { VirtualTime } from '../engine/virtual-time.ts';
import type { Faults } from '../network/faults.ts';

/** The controller's `/media` over the device's connection. */
export type MediaServer = Readonly<{
  fetch: (
    sha256: string,
    at: { isCut: boolean; isFull: boolean; isHeld: boolean },
    done: (result: FetchResult) => void,
  ) => void;
  put: (sha256: string) => void;
  setUp: (up: boolean) => void;
}>;

const givesUpMs = 60_000;

export const createMediaServer = (deps: {
  time: VirtualTime;
  chance: Chance;
  faults: Faults;
}): MediaServer => {
  const { time, chance, faults } = deps;
  const files = new Set<string>();
  let isUp = true;

  const resultOf = (
    sha256: string,
    { isCut, isFull, isHeld }: Parameters<MediaServer['fetch']>[1],
  ): FetchResult => {
    if (isHeld) return 'ok';
    if (isCut || !isUp || chance.maybe(faults.lossRate * 4)) return 'unreachable';
    if (!files.has(sha256)) return 'not-found';
    if (isFull) return 'disk-full';
    return chance.maybe(faults.duplicateRate) ? 'hash-mismatch' : 'ok';
  };

  return {
    fetch: (sha256, at, done) => {
      const result = resultOf(sha256, at);
      const wait = result === 'unreachable' ? chance.next() * givesUpMs : 200 + chance.next() * 4_000;
      time.at(time.now() + (at.isHeld ? 5 : wait), () => done(result));
    },
    put: (sha256) => {
      files.add(sha256);
    },
    setUp: (up) => {
      isUp = up;
    },
  };
};
