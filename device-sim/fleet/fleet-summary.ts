import type { Loudspeaker } from '../shell/loudspeaker.ts';

export type FleetSummary = Readonly<{
  /** Devices that the fleet is to have, and those that could not be started. */
  wanted: number;
  failed: number;
  started: number;
  connected: number;
  clockTrusted: number;
  withProgram: number;
  /** Assets on their way or out of reach, over all devices. */
  missingAssets: number;
  playing: number;
  unackedEvents: number;
}>;

export const summarise = (devices: readonly Loudspeaker[], wanted: number, failed: number): FleetSummary => {
  const sum = {
    connected: 0,
    clockTrusted: 0,
    withProgram: 0,
    missingAssets: 0,
    playing: 0,
    unackedEvents: 0,
  };
  for (const device of devices) {
    const { link, clock, held, jobs, sounds, spool } = device.state();
    if (link !== 'down') sum.connected += 1;
    if (clock.samples.length > 0) sum.clockTrusted += 1;
    if ([...held.keys()].some((topic) => topic.endsWith('/program'))) sum.withProgram += 1;
    if (sounds.some((sound) => sound.sounding)) sum.playing += 1;
    sum.missingAssets += Object.keys(jobs).length;
    sum.unackedEvents += spool.nextSeq - 1 - spool.ackedSeq;
  }
  return { wanted, failed, started: devices.length, ...sum };
};

/** One line for a person who watches. */
export const summaryLine = (one: FleetSummary): string =>
  [
    `${one.connected}/${one.wanted} connected`,
    `${one.clockTrusted} know the time`,
    `${one.withProgram} hold a program`,
    `${one.playing} playing`,
    `${one.missingAssets} assets missing`,
    `${one.unackedEvents} events to be acknowledged`,
    ...(one.failed > 0 ? [`${one.failed} could not start`] : []),
  ].join(', ');
