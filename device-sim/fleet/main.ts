import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { findPlayer } from '../shell/player-sink.ts';
import { createFleet } from './fleet.ts';
import { summaryLine } from './fleet-summary.ts';
import { type FleetOptions, parseOptions, usage, withFaults } from './options.ts';
import { parseProvisions } from './provision.ts';

const summaryEveryMs = 10_000;

const readOptions = (): FleetOptions | null => {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
};

const chooseOutput = (kind: FleetOptions['output']) => {
  if (kind === 'silent') return { kind } as const;
  const player = findPlayer(process.env.PATH ?? '');
  if (!player) throw new Error('No player found: install ffmpeg (ffplay), alsa-utils (aplay) or mpv');
  return { kind, player } as const;
};

const run = async (options: FleetOptions): Promise<void> => {
  const log = pino({ level: options.logLevel, base: { component: 'fleet' } }, pino.destination(2));
  const read = parseProvisions(readFileSync(options.provisionFile, 'utf8')).slice(0, options.count);
  const provisions = withFaults(read, options);
  const fleet = createFleet({
    ...options,
    provisions,
    output: chooseOutput(options.output),
    durable: provisions.length === 1,
    log,
  });
  const tell = () => console.log(summaryLine(fleet.summary()));
  const timer = setInterval(tell, summaryEveryMs);
  let isLeaving = false;
  const leave = async (): Promise<void> => {
    if (isLeaving) process.exit(1);
    isLeaving = true;
    clearInterval(timer);
    await fleet.stop();
    console.log('All devices have said goodbye.');
    process.exit(0);
  };
  process.on('SIGINT', () => void leave());
  process.on('SIGTERM', () => void leave());
  // Started by another process over a channel: without that process nobody would end the fleet.
  process.once('disconnect', () => void leave());
  console.log(`Starting ${provisions.length} simulated devices.`);
  await fleet.start();
  if (!isLeaving) tell();
};

const options = readOptions();
if (options) {
  run(options).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
} else {
  console.log(usage);
}
