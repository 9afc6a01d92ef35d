import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Directory } from '../../controller/app/directory/directory.ts';
import type { Store } from '../../controller/app/ports/store.ts';
import { composeController, type RunningController } from '../../controller/compose.ts';
import type { SeedDeps } from '../../controller/composition/demo-hooks.ts';
import { readConfig } from '../../controller/config.ts';
import type { Role } from '../../controller/domain/permissions.ts';
import { ADMIN_PASSWORD } from './run-controller.ts';
import { silentLog } from './silent-log.ts';

export type ComposedController = Readonly<{
  controller: RunningController;
  url: string;
  dataDir: string;
  store: Store;
  directory: Directory;
  /** `Cookie` of a user of that role in that area, signed in. */
  cookieOf: (role: Role, areaKey: string) => Promise<string>;
  stop: () => Promise<void>;
}>;

/**
 * The whole controller in this process, with its broker, its database on the disk and its sockets on free ports, so
 * that a test may look into what a stranger sees from outside only. The demo's paths are there.
 */
export const composeForTests = async (
  options: {
    env?: Readonly<Record<string, string>>;
    /** Runs before anything is published. */
    seed?: (deps: SeedDeps) => Promise<void>;
    /** The page as it is built; an empty one otherwise. */
    pageDir?: string;
  } = {},
): Promise<ComposedController> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'truyenthanh-composed-'));
  const emptyPage = await mkdtemp(join(tmpdir(), 'truyenthanh-page-'));
  await writeFile(join(emptyPage, 'index.html'), '<!doctype html><title>truyenthanh</title>');
  const env = {
    ...{ PORT: '0', MQTT_PORT: '0', DATA_DIR: dataDir, ADMIN_PASSWORD, SECOND_FACTOR: 'optional' },
    ...options.env,
  };
  const configuration = readConfig(env);
  if (!configuration.ok) throw new Error(configuration.sentence);
  let seeded: Pick<SeedDeps, 'store' | 'directory'> | null = null;
  const controller = await composeController({
    config: configuration.config,
    env: { ...process.env, ...env },
    log: silentLog,
    pageDir: options.pageDir ?? emptyPage,
    demo: {
      seed: async (deps) => {
        seeded = deps;
        await options.seed?.(deps);
      },
      networkCut: () => ({ cut: async () => Date.now() + 60_000, until: () => null }),
      fetchJitterMs: 0,
      approvalCutOffMs: 0,
    },
  });
  const { store, directory } = seeded ?? fail();
  const { accounts } = controller;
  return {
    controller,
    url: controller.httpUrl,
    ...{ dataDir, store, directory },
    cookieOf: async (role, areaKey) => {
      const username = `${role}-of-${areaKey}`;
      await accounts.addUser({ username, displayName: username, grants: [{ role, areaKey }] });
      const signedIn = await accounts.spendLink((await accounts.oneTimeLink(username)) ?? '');
      return `tt_session=${signedIn?.token}`;
    },
    stop: async () => {
      await controller.stop();
      for (const folder of [dataDir, emptyPage]) await rm(folder, { recursive: true, force: true });
    },
  };
};

const fail = (): never => {
  throw new Error('The controller did not hand out its store.');
};
