import { parseArgs } from 'node:util';
import { type Fault, faults, isFault } from './fault.ts';
import type { Provision } from './provision.ts';
import { createRandom, seedOf } from './seeded.ts';

export const usage = `Simulated loudspeakers: a whole device each, any number in one process.

  npm run sim -- --provision devices.jsonl [options]

  --provision FILE       one JSON object a line: {"claimCode": "...", "serial": "..."} to claim a device by its
                         code or by the whole text of its QR code, or its identity as identity.json holds it; optional "fault" and "sensor"
  --controller URL       where claims go (http://127.0.0.1:8080)
  --fingerprint HASH     SHA-256 of the authority that vouches for the controller, as its code gives it
  --mqtt URL             broker to use instead of the one the claim gives: mqtt://, mqtts://, ws://, wss://
  --dir DIR              state of the devices, one folder each, and the audio they share (data/fleet)
  --memory               keep nothing
  --output KIND          silent (default) or player: the first of ffplay, aplay, mpv, afplay on PATH
  --wav DEVICE=FILE      record what that device (id or serial) sounds into a WAV file; may be repeated
  --count N              only the first N devices of the file
  --seed N               of clocks, jitter and sensors (1)
  --connect-rate N       connections a second (200)
  --max-reconnect S      seconds between two tries to connect, at most (20)
  --fault FAULT=WHO      give a fault to a device (id or serial) or to a number of them; may be repeated
  --log-level LEVEL      debug, info, warn (default), error
  --help

Faults:
${Object.entries(faults)
  .map(([name, meaning]) => `  ${name.padEnd(16)} ${meaning}`)
  .join('\n')}
`;

export type FleetOptions = Readonly<{
  provisionFile: string;
  controllerUrl: string;
  fingerprint: string | null;
  mqttUrl: string | null;
  dir: string | null;
  output: 'silent' | 'player';
  wavFiles: ReadonlyMap<string, string>;
  count: number;
  seed: number;
  connectPerSecond: number;
  maxReconnectMs: number;
  faults: readonly Readonly<{ fault: Fault; who: string }>[];
  logLevel: string;
}>;

const number = (text: string | undefined, name: string, fallback: number, min: number): number => {
  const value = text === undefined ? fallback : Number(text);
  if (!Number.isFinite(value) || value < min)
    throw new Error(`--${name} must be a number of at least ${min}`);
  return value;
};

const pair = (text: string, name: string): [string, string] => {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) throw new Error(`--${name} must have the form A=B, not ${text}`);
  return [text.slice(0, at), text.slice(at + 1)];
};

const faultOf = (text: string) => {
  const [fault, who] = pair(text, 'fault');
  if (!isFault(fault)) throw new Error(`--fault ${fault} is not known; see --help`);
  return { fault, who };
};

/**
 * Null when help was asked for.
 *
 * @throws Error with a sentence for the person who typed
 */
export const parseOptions = (args: readonly string[]): FleetOptions | null => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      provision: { type: 'string' },
      controller: { type: 'string', default: 'http://127.0.0.1:8080' },
      fingerprint: { type: 'string' },
      mqtt: { type: 'string' },
      dir: { type: 'string', default: 'data/fleet' },
      memory: { type: 'boolean', default: false },
      output: { type: 'string', default: 'silent' },
      wav: { type: 'string', multiple: true, default: [] },
      count: { type: 'string' },
      seed: { type: 'string' },
      'connect-rate': { type: 'string' },
      'max-reconnect': { type: 'string' },
      fault: { type: 'string', multiple: true, default: [] },
      'log-level': { type: 'string', default: 'warn' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  if (values.provision === undefined) throw new Error('--provision FILE is needed; see --help');
  if (values.output !== 'silent' && values.output !== 'player') {
    throw new Error(`--output must be silent or player, not ${values.output}`);
  }
  return {
    provisionFile: values.provision,
    controllerUrl: values.controller,
    fingerprint: values.fingerprint ?? null,
    mqttUrl: values.mqtt ?? null,
    dir: values.memory ? null : values.dir,
    output: values.output,
    wavFiles: new Map(values.wav.map((one) => pair(one, 'wav'))),
    count: number(values.count, 'count', Number.MAX_SAFE_INTEGER, 1),
    seed: number(values.seed, 'seed', 1, 0),
    connectPerSecond: number(values['connect-rate'], 'connect-rate', 200, 0.1),
    maxReconnectMs: number(values['max-reconnect'], 'max-reconnect', 20, 0.1) * 1_000,
    faults: values.fault.map(faultOf),
    logLevel: values['log-level'],
  };
};

const namesOf = (provision: Provision): readonly (string | undefined)[] => [
  provision.serial,
  'deviceId' in provision ? provision.deviceId : undefined,
];

/** Hands out the faults of the command line: to the devices named, or to a seeded choice of sound ones. */
export const withFaults = (
  provisions: readonly Provision[],
  { faults: wanted, seed }: Pick<FleetOptions, 'faults' | 'seed'>,
): Provision[] => {
  const result = [...provisions];
  for (const { fault, who } of wanted) {
    const named = result.findIndex((one) => namesOf(one).includes(who));
    if (named < 0 && !/^\d+$/.test(who)) throw new Error(`--fault ${fault}=${who}: no such device`);
    const random = createRandom(seedOf(seed, fault));
    const sound = result.flatMap((one, index) => (one.fault ? [] : [{ index, key: random() }]));
    const chosen =
      named >= 0
        ? [named]
        : sound
            .sort((a, b) => a.key - b.key)
            .slice(0, Number(who))
            .map(({ index }) => index);
    for (const index of chosen) {
      const provision = result[index];
      if (provision) result[index] = { ...provision, fault };
    }
  }
  return result;
};
