import { z } from 'zod';
import { clockAt } from '#protocol';
import { createFleet, type Fleet } from '../../device-sim/fleet/fleet.ts';
import { createDeviceClock } from '../../device-sim/fleet/fleet-device.ts';
import { createRandom, seedOf } from '../../device-sim/fleet/seeded.ts';
import { identity } from '../../device-sim/shell/identity.ts';
import { createTrueClock } from '../../device-sim/shell/own-clock.ts';
import { silentLog } from '../support/silent-log.ts';
import { serveCalls } from '../support/worker-process.ts';

/** Many whole loudspeakers in a process of their own, and what their clocks know. */

const seed = 1;
const connectPerSecond = 400;
const trueClock = createTrueClock();
let running: Fleet | undefined;

const devices = () => running?.devices() ?? [];

serveCalls({
  start: async (argument) => {
    running = createFleet({
      provisions: z.array(identity).parse(argument),
      controllerUrl: 'http://127.0.0.1:1',
      mqttUrl: null,
      dir: null,
      durable: false,
      output: { kind: 'silent' },
      wavFiles: new Map(),
      seed,
      connectPerSecond,
      log: silentLog,
    });
    await running.start();
  },
  /** Bounds of the clocks' errors in milliseconds, of those that know the time and hold the audio. */
  bounds: async () => {
    const ready = devices().filter((device) => Object.keys(device.state().jobs).length === 0);
    return ready.flatMap((device) => {
      const { proof } = device.state().clock;
      return proof ? [clockAt(proof, proof.line.at).errorMs] : [];
    });
  },
  /** True instants at which the first sample of what has been committed leaves, or has left, each loudspeaker. */
  begun: async () =>
    devices().flatMap((device) => {
      const sound = device.state().sounds.find((one) => one.sounding);
      const clock = createDeviceClock(trueClock, createRandom(seedOf(seed, device.deviceId)));
      return sound ? [clock.toTrue(sound.own.startAt)] : [];
    }),
});
