import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { askSecurely } from './secure-client.ts';
import { waitUntil } from './wait-until.ts';

/** The first administrator of every controller that tests start. */
export const ADMIN_PASSWORD = 'mat-khau-thu-nghiem';

const root = fileURLToPath(new URL('../..', import.meta.url));

const logLine = z.looseObject({ msg: z.string() });
const readyLine = z.object({
  msg: z.literal('The controller is ready'),
  http: z.url(),
  mqtt: z.number().int().nullable(),
});

export type LogLine = z.infer<typeof logLine>;

export interface ControllerOptions {
  /** A folder of an earlier run; a new one otherwise. */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of the controller: `--demo`. */
  readonly args?: readonly string[];
  readonly deadlineMs?: number;
}

export type ControllerProcess = Readonly<{
  url: string;
  /** Null with an external broker. */
  mqttUrl: string | null;
  dataDir: string;
  pid: number;
  /** What it logged so far. */
  logLines: readonly LogLine[];
  /** What it printed for people so far. */
  printed: () => string;
  /** Sends the signal and waits for the end; the folder stays, for the next run. */
  kill: (signal: NodeJS.Signals) => Promise<void>;
  /** Ends it in order, and takes a folder of its own away. */
  stop: () => Promise<void>;
}>;

/** The real controller as a process of its own, on free ports, answering that it is ready. */
export const runController = async (options: ControllerOptions = {}): Promise<ControllerProcess> => {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'truyenthanh-')));
  const child = spawn(process.execPath, ['--import', 'tsx', 'controller/main.ts', ...(options.args ?? [])], {
    cwd: root,
    env: {
      ...ownEnvironment(),
      PORT: '0',
      MQTT_PORT: '0',
      DATA_DIR: dataDir,
      ADMIN_PASSWORD,
      // What tests are about is seldom how people sign in.
      SECOND_FACTOR: 'optional',
      LOG_LEVEL: 'info',
      // Approved a moment before it airs: what the cut-off does has tests of its own.
      APPROVAL_CUT_OFF_MINUTES: '0',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killWithThisProcess = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killWithThisProcess);
  const exited = once(child, 'exit').finally(() => process.off('exit', killWithThisProcess));

  const logLines: LogLine[] = [];
  const stray: string[] = [];
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    const parsed = logLine.safeParse(parseJson(line));
    if (parsed.success) logLines.push(parsed.data);
    else stray.push(line);
  });

  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  const discardFolder = async (): Promise<void> => {
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  const stop = async (): Promise<void> => {
    await kill('SIGTERM');
    await discardFolder();
  };

  try {
    const ready = await waitUntil(
      'a controller that is ready',
      async () => {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error('The controller ended.');
        const line = logLines.map((entry) => readyLine.safeParse(entry)).find(({ success }) => success)?.data;
        return line && (await isReady(line.http, dataDir)) ? line : null;
      },
      { deadlineMs: options.deadlineMs ?? 60_000 },
    );
    return {
      url: ready.http,
      mqttUrl: ready.mqtt === null ? null : `mqtt://127.0.0.1:${ready.mqtt}`,
      dataDir,
      pid: child.pid ?? Number.NaN,
      logLines,
      printed: () => printed,
      kill,
      stop,
    };
  } catch (cause) {
    await kill('SIGKILL');
    await discardFolder();
    const said = [...stray, ...logLines.map((line) => JSON.stringify(line))].slice(-20).join('\n');
    throw new Error(`The controller did not start. It said:\n${said}`, { cause });
  }
};

/** Over HTTPS with the authority that it has made for itself. */
const isReady = async (url: string, dataDir: string): Promise<boolean> => {
  const path = new URL('/readyz', url).href;
  if (!path.startsWith('https:')) return (await fetch(path)).ok;
  return (await askSecurely(path, await readFile(join(dataDir, 'tls', 'ca.pem'), 'utf8'))).status === 200;
};

/** Without what the test runner sets for itself. */
const ownEnvironment = (): NodeJS.ProcessEnv => {
  const { NODE_ENV: _nodeEnv, VITEST: _vitest, NODE_OPTIONS: _nodeOptions, ...env } = process.env;
  return env;
};

const parseJson = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
