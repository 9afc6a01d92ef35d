import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { ApiClient } from './api-client.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type NewReceiver = Readonly<{
  clusterId: string;
  deviceId: string;
  claimCode: string;
  serial: string;
}>;

const created = z.object({ id: z.string() });
const registered = z.object({ device: z.object({ id: z.string() }), claimCode: z.string() });

/** Registers a cluster with its receiver over the API, as a technician does. */
export const registerReceiver = async (
  api: ApiClient,
  areaCode: string,
  name: string,
): Promise<NewReceiver> => {
  const cluster = (await api.post('/clusters', { areaCode, name })).as(created);
  const serial = `SN-${cluster.id}`;
  const device = (await api.post('/devices', { clusterId: cluster.id, serial, model: 'TT-4G-50' })).as(
    registered,
  );
  return { clusterId: cluster.id, deviceId: device.device.id, claimCode: device.claimCode, serial };
};

export type FleetProcess = Readonly<{
  folder: string;
  /** The recording of the receiver for which one was asked. */
  wavPath: string;
  output: () => string;
  kill: (signal: NodeJS.Signals) => Promise<void>;
  /** Ends it in order and takes its folder away. */
  stop: () => Promise<void>;
}>;

export type FleetProcessOptions = Readonly<{
  /** The folder of an earlier run: the same receivers, as their power comes back. */
  folder?: string;
  /** More arguments of the command. */
  args?: readonly string[];
}>;

/** The real fleet command in a process of its own; the first receiver records into a WAV file. */
export const runFleet = async (
  controllerUrl: string,
  receivers: readonly NewReceiver[],
  options: FleetProcessOptions = {},
): Promise<FleetProcess> => {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'truyenthanh-fleet-')));
  const provision = join(folder, 'provision.jsonl');
  const wavPath = join(folder, 'heard.wav');
  await writeFile(
    provision,
    receivers.map(({ claimCode, serial }) => `${JSON.stringify({ claimCode, serial })}\n`).join(''),
  );
  const wav = receivers[0] ? ['--wav', `${receivers[0].serial}=${wavPath}`] : [];
  const args = [
    '--controller',
    controllerUrl,
    '--provision',
    provision,
    '--dir',
    join(folder, 'state'),
    ...wav,
    ...(options.args ?? []),
  ];
  const child = spawn(process.execPath, ['--import', 'tsx', 'device-sim/fleet/main.ts', ...args], {
    cwd: root,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const killWithThisProcess = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killWithThisProcess);
  const exited = once(child, 'exit').finally(() => process.off('exit', killWithThisProcess));
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  return {
    folder,
    wavPath,
    output: () => output,
    kill,
    stop: async () => {
      await kill('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
};
