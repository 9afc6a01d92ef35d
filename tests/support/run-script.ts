import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** One of the product's commands in a process of its own; gives what it printed, and throws with what it said. */
export const runScript = async (
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> => {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', script, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
  });
  return stdout;
};
