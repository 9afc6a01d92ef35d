import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** `npm run keys -- ...` in a process of its own; gives what it printed. Rejects when the command refuses. */
export const runKeys = async (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const command = ['--import', 'tsx', 'controller/keys/main.ts', ...args];
  const { stdout } = await run(process.execPath, command, { cwd: root, env: { PATH: '/usr/bin', ...env } });
  return stdout;
};
