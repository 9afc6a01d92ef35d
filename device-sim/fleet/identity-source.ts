import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseClaimLink } from '#protocol';
import { type ClaimPlace, ClaimRefused, claim, SwappedRootKey } from '../shell/claim.ts';
import type { DeviceLog } from '../shell/device-log.ts';
import { type Identity, loadIdentity, saveIdentity } from '../shell/identity.ts';
import { ForeignServer } from '../shell/learn-authority.ts';
import type { Provision } from './provision.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The folder of a device, before and after it knows its id. */
export const deviceName = (provision: Provision): string =>
  provision.serial ??
  ('deviceId' in provision ? provision.deviceId : `code-${digest(provision.claimCode).slice(0, 16)}`);

const maxTries = 8;

/** A code that somebody typed goes to the place that was configured; a link brings its own. */
const readCode = (text: string, place: ClaimPlace): { place: ClaimPlace; code: string } => {
  const link = parseClaimLink(text);
  if (!link) return { place, code: text };
  const { origin: controllerUrl, code, rootKeyId, certificate: fingerprint } = link;
  return { place: { controllerUrl, fingerprint, rootKeyId }, code };
};

const claimPatiently = async (
  { place, code }: { place: ClaimPlace; code: string },
  random: () => number,
  signal: AbortSignal,
  log: DeviceLog,
): Promise<Identity> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await claim(place, code);
    } catch (error) {
      const isFinal = [ClaimRefused, ForeignServer, SwappedRootKey].some((kind) => error instanceof kind);
      if (isFinal || tries >= maxTries || signal.aborted) throw error;
      log.warn({ tries, reason: String(error) }, 'Claim failed; trying again');
      await wait(500 * 2 ** tries * (0.5 + random()), undefined, { signal });
    }
  }
};

/**
 * The identity of a device: given, found in its folder, or claimed now. A folder whose identity came from
 * another code belongs to a controller that is gone: its state goes with it.
 */
export const obtainIdentity = async (deps: {
  provision: Provision;
  /** Null keeps it in memory only. */
  folder: string | null;
  place: ClaimPlace;
  random: () => number;
  signal: AbortSignal;
  log: DeviceLog;
}): Promise<Identity> => {
  const { provision, folder, place, random, signal, log } = deps;
  if ('deviceId' in provision) return provision;
  const claimedWith = digest(provision.claimCode);
  const path = folder === null ? null : join(folder, 'identity.json');
  const found = path === null ? null : await loadIdentity(path);
  if (found?.claimedWith === claimedWith) return found;
  const claimed = await claimPatiently(readCode(provision.claimCode, place), random, signal, log);
  if (folder !== null && path !== null) {
    if (found) await rm(folder, { recursive: true, force: true });
    await saveIdentity(path, { ...claimed, claimedWith });
  }
  return claimed;
};
