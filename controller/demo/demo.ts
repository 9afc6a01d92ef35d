import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../app/ports/runtime.ts';
import type { RunningController } from '../compose.ts';
import type { DemoHooks } from '../composition/demo-hooks.ts';
import { vietnamTimestamp } from '../domain/vietnam-date.ts';
import { placeDemoSession } from './demo-session.ts';
import { type FleetProcess, startFleet } from './fleet-process.ts';
import { createNetworkCut } from './network-cut.ts';
import { seedDemo } from './seed.ts';

export type Demo = Readonly<{
  hooks: DemoHooks;
  /** Places a session, starts the fleet and prints how to sign in. */
  open: (controller: RunningController, print: (line: string) => void) => Promise<void>;
  stop: () => Promise<void>;
}>;

/** Whoever made a bulletin does not approve it, and a wide emergency takes two: the demo has people enough for both. */
const people = [
  { username: 'bientap', displayName: 'Người biên tập', role: 'editor' },
  { username: 'lanhdao', displayName: 'Lãnh đạo duyệt', role: 'approver' },
  { username: 'xem', displayName: 'Người xem', role: 'viewer' },
] as const;

const roleWords = {
  administrator: 'Quản trị (administrator)',
  editor: 'Biên tập (editor)',
  approver: 'Duyệt (approver)',
  viewer: 'Chỉ xem (viewer)',
} as const;

/** The demo around an ordinary controller: invented data, a simulated fleet, a network to cut. */
export const createDemo = (deps: { root: string; dataDir: string; log: Log }): Demo => {
  const { root, dataDir, log } = deps;
  const folder = join(dataDir, 'demo');
  const provisionFile = join(folder, 'provision.jsonl');
  let fleet: FleetProcess | null = null;

  const printLinks = async (controller: RunningController, print: (line: string) => void): Promise<void> => {
    for (const { role, ...person } of people) {
      await controller.accounts.addUser({ ...person, grants: [{ role, areaKey: controller.provinceKey }] });
    }
    print('\nOne-time sign-in links, valid on this machine:');
    for (const { username, role } of [{ username: 'admin', role: 'administrator' } as const, ...people]) {
      const token = await controller.accounts.oneTimeLink(username);
      if (token !== null) print(`  ${roleWords[role].padEnd(26)} ${controller.httpUrl}/sign-in/${token}`);
    }
  };

  return {
    hooks: {
      fetchJitterMs: 5_000,
      approvalCutOffMs: 0,
      closeAfterMs: 15_000,
      networkCut: createNetworkCut,
      seed: (seedDeps) =>
        seedDemo(seedDeps, async (lines) => {
          await mkdir(folder, { recursive: true, mode: 0o700 });
          // Claim codes are credentials.
          await writeFile(provisionFile, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), {
            mode: 0o600,
          });
        }),
    },
    open: async (controller, print) => {
      const startAt = await placeDemoSession({
        sessions: controller.sessions,
        provinceKey: controller.provinceKey,
        now: Date.now(),
        log,
      });
      fleet = startFleet({
        entry: join(root, 'device-sim', 'fleet', 'main.ts'),
        args: [
          '--controller',
          controller.httpUrl,
          '--provision',
          provisionFile,
          '--dir',
          join(folder, 'fleet'),
          '--output',
          'silent',
          '--log-level',
          'error',
        ],
        cwd: root,
        log,
      });
      await printLinks(controller, print);
      print(
        `\n1,000 simulated clusters are connecting; a session airs at ${vietnamTimestamp(startAt).slice(11, 19)}, Vietnam's time.`,
      );
    },
    stop: async () => {
      await fleet?.stop();
    },
  };
};
