import { type ChildProcess, spawn } from 'node:child_process';
import type { Log } from '../app/ports/runtime.ts';

export type FleetProcess = Readonly<{ stop: () => Promise<void> }>;

/** How long the fleet may take to say goodbye before it is ended. */
const stopWithinMs = 5_000;

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

/** The simulated loudspeakers, in a process of their own as real ones would be. */
export const startFleet = (options: {
  /** Path of the fleet's command. */
  entry: string;
  args: readonly string[];
  cwd: string;
  log: Log;
}): FleetProcess => {
  const { entry, args, cwd, log } = options;
  const child = spawn(process.execPath, [...process.execArgv, entry, ...args], {
    cwd,
    // The channel closes when this process ends, however it ends, and the fleet with it.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let stopping = false;
  child.once('exit', (code, signal) => {
    if (!stopping) log.error({ code, signal }, 'The simulated fleet ended by itself');
  });
  return {
    stop: async () => {
      stopping = true;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
      await ended(child);
      clearTimeout(timer);
    },
  };
};
