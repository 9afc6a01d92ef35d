import type { Rejections } from './rejections.ts';

/** Continues above a document that a device holds; false when we did not sign it. */
export type ContinueAbove = (jws: string) => Promise<boolean>;

/** The keys, its config, the documents of its commune and the announcements of the areas above are less than that. */
const mostOfOne = 16;
const mostDevices = 20_000;
const mostBytes = 32 * 1024 * 1024;
/** Each costs a signature check, and evidence of plays needs some too. */
const devicesAtOnce = 8;

/**
 * Documents that devices hold in a higher version than the published one, as after a restored backup. Anybody's word
 * costs us a signature check, so each device has a few at a time, and nobody waits behind one that sends many.
 */
export const createNewerIntake = (deps: {
  continueAbove: ContinueAbove;
  reject: Rejections['reject'];
}): ((deviceId: string, documents: readonly string[]) => void) => {
  const { continueAbove, reject } = deps;
  const waiting = new Map<string, readonly string[]>();
  const underWay = new Set<string>();
  let bytes = 0;

  const lengthOf = (documents: readonly string[]): number =>
    documents.reduce((sum, jws) => sum + jws.length, 0);

  const workOn = async (deviceId: string, documents: readonly string[]): Promise<void> => {
    for (const jws of documents) {
      try {
        if (!(await continueAbove(jws))) reject('state', 'unknown-key', deviceId);
      } catch {
        reject('state', 'failed', deviceId);
      }
    }
  };

  const next = (): void => {
    for (const [deviceId, documents] of waiting) {
      if (underWay.size >= devicesAtOnce) return;
      waiting.delete(deviceId);
      underWay.add(deviceId);
      void workOn(deviceId, documents).finally(() => {
        bytes -= lengthOf(documents);
        underWay.delete(deviceId);
        next();
      });
    }
  };

  return (deviceId, documents) => {
    if (documents.length === 0) return;
    const isBusy = waiting.has(deviceId) || underWay.has(deviceId);
    const few = documents.slice(0, mostOfOne);
    const size = lengthOf(few);
    if (few.length < documents.length) reject('state', 'too-large', deviceId);
    if (isBusy || waiting.size >= mostDevices || bytes + size > mostBytes)
      return reject('state', 'busy', deviceId);
    bytes += size;
    waiting.set(deviceId, few);
    next();
  };
};
