import { keyMaySign, type SigningKey } from '#protocol';

/** A listed key of ours that devices must get to know before it signs anything. */
export type ComingKey = Readonly<{
  kid: string;
  /** The first keys document that lists it. */
  version: number;
  /** Since when devices can have had that document. */
  since: number;
}>;

/** What is remembered between two decisions, also across a restart. */
export type RotationMemory = Readonly<{ current: string | null; coming: ComingKey | null }>;

export const nothingRemembered: RotationMemory = { current: null, coming: null };

export type RotationQuestion = Readonly<{
  /** The list of keys in force; its version is that of its document. */
  list: Readonly<{ version: number; keys: readonly SigningKey[] }> | null;
  /** Keys whose private half is on this server. */
  own: readonly string[];
  memory: RotationMemory;
  /** Devices in service, and the version of the keys document that each one holds, if it is connected. */
  devices: Readonly<{ inService: number; connected: readonly number[] }>;
  now: number;
}>;

export type Rotation = Readonly<{
  memory: RotationMemory;
  /** Signs from now on; null when no listed key of ours may sign. */
  signing: string | null;
  /** A newer key waits until devices know it: so many of those connected do not yet, and until when at the latest. */
  waiting: Readonly<{ kid: string; behind: number; connected: number; until: number }> | null;
}>;

/** Who has not come by until then gets the keys first when it does: nothing is lost by not waiting longer. */
export const rotationPatienceMs = 24 * 60 * 60 * 1000;

const newestFirst = (a: SigningKey, b: SigningKey): number =>
  b.notBefore - a.notBefore || b.notAfter - a.notAfter || (a.kid < b.kid ? -1 : 1);

/**
 * Which key signs. The newest of those that may, once every connected device holds a list that names it; a key that
 * may no longer sign is left at once, whoever knows the next one. A device that comes late reads the list first.
 */
export const decideRotation = (question: RotationQuestion): Rotation => {
  const { list, own, memory, devices, now } = question;
  const usable = (list?.keys ?? [])
    .filter((key) => own.includes(key.kid) && keyMaySign(key, now))
    .sort(newestFirst);
  const [newest] = usable;
  if (!newest || !list) return { memory: { ...memory, coming: null }, signing: null, waiting: null };
  const settled = (kid: string): Rotation => ({
    memory: { current: kid, coming: null },
    signing: kid,
    waiting: null,
  });
  const current = usable.find(({ kid }) => kid === memory.current);
  if (!current || current.kid === newest.kid) return settled(newest.kid);
  const coming: ComingKey =
    memory.coming?.kid === newest.kid
      ? memory.coming
      : { kid: newest.kid, version: list.version, since: now };
  const behind = devices.connected.filter((version) => version < coming.version).length;
  const until = coming.since + rotationPatienceMs;
  const isKnown = behind === 0 && (devices.connected.length > 0 || devices.inService === 0);
  if (isKnown || now >= until) return settled(newest.kid);
  return {
    memory: { current: current.kid, coming },
    signing: current.kid,
    waiting: { kid: coming.kid, behind, connected: devices.connected.length, until },
  };
};
