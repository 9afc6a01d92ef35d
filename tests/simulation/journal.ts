import type { PlayEvent } from '#protocol';

/** Sound that left a loudspeaker, on the true clock. */
export type Sound = Readonly<{
  itemId: string;
  sha256: string;
  from: number;
  to: number;
  /** Position in the audio at `from`. */
  positionMs: number;
  loop: boolean;
  volume: number;
  /** How wrong the clock was at most, by its own word, when the sound was committed. */
  boundMs: number;
}>;

/** In the place of the bytes of what may forbid a sound and has lost its key: the place is silent. */
export const voiceless = 'without voice';

/** A document taken up, or given up (`jws` null), by a device. */
export type HeldChange = Readonly<{ at: number; topic: string; jws: string | null; version: number }>;

/** What the world saw of one device, whatever the device or the controller says. */
export type DeviceJournal = {
  readonly sounds: Sound[];
  readonly held: HeldChange[];
  /** Play events as they reached the disk. */
  readonly spooled: { at: number; spoolId: string; event: PlayEvent }[];
  /** Acknowledgements that arrived, in order of arrival. */
  readonly acks: { at: number; spoolId: string; seq: number }[];
  /** Power on and off. */
  readonly power: { at: number; isOn: boolean }[];
  /** The clock became trusted, or not, judged from outside. */
  readonly trust: { at: number; isTrusted: boolean }[];
  readonly cache: { at: number; sha256: string; isThere: boolean }[];
  /** Anything else after which a device may do for a moment what another would not. */
  readonly disturbed: { at: number; by: string }[];
  /** Items that had their ending when the device booted last, by instant. */
  readonly booted: { at: number; settled: ReadonlySet<string> }[];
};

export type Journal = Readonly<{
  of: (deviceId: string) => DeviceJournal;
  devices: () => Iterable<readonly [string, DeviceJournal]>;
}>;

/**
 * A full card holds no more events: what could not be written is lost, the device tells of it as a gap, and numbers
 * may be used twice after a power cut. Nothing is asked of what such a device tells.
 */
export const hadFullSpool = ({ disturbed }: DeviceJournal): boolean =>
  disturbed.some(({ by }) => by === 'spool-full');

const emptyJournal = (): DeviceJournal => ({
  sounds: [],
  held: [],
  spooled: [],
  acks: [],
  power: [],
  trust: [],
  cache: [],
  disturbed: [],
  booted: [],
});

export const createJournal = (): Journal => {
  const journals = new Map<string, DeviceJournal>();
  return {
    of: (deviceId) => {
      const known = journals.get(deviceId);
      if (known) return known;
      const fresh = emptyJournal();
      journals.set(deviceId, fresh);
      return fresh;
    },
    devices: () => journals.entries(),
  };
};
