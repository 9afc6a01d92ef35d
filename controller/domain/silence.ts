/** So few devices may well be silent together by chance. */
const fewest = 10;
const beginsAtShare = 0.8;
const endsBelowShare = 0.5;

/**
 * Whether the silence is the controller's own: when nearly everybody is offline, the network here is a likelier
 * cause than every device by itself. It lasts until half are back, so that a slow return is no news either.
 */
export const isMassSilence = (devices: number, offline: number, wasMass: boolean): boolean =>
  devices >= fewest && offline >= devices * (wasMass ? endsBelowShare : beginsAtShare);
