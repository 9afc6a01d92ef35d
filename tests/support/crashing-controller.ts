import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiClient, createApiClient, signIn } from './api-client.ts';
import { type ControllerProcess, runController } from './run-controller.ts';

export type CrashingController = Readonly<{
  dataDir: string;
  /** The process of now; another one after each crash. */
  process: () => ControllerProcess;
  /** Signed in as administrator, on the process of now. */
  api: () => ApiClient;
  /** Ends the process as a power cut would. */
  kill: () => Promise<void>;
  /** A new process on the same folder, answering that it is ready. */
  restart: () => Promise<void>;
  /** Ends it in order and takes the folder away. */
  stop: () => Promise<void>;
}>;

/** The real controller, to be killed at the worst moment and started again. */
export const createCrashingController = async (
  env: Readonly<Record<string, string>> = {},
): Promise<CrashingController> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'truyenthanh-crash-'));
  let current = await runController({ dataDir, env });
  const { cookie } = await signIn(current.url);
  return {
    dataDir,
    process: () => current,
    api: () => createApiClient(current.url, cookie),
    kill: () => current.kill('SIGKILL'),
    restart: async () => {
      current = await runController({ dataDir, env });
    },
    stop: async () => {
      await current.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
