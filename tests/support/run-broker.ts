import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type BrokerProcess = Readonly<{
  port: number;
  url: string;
  kill: () => Promise<void>;
}>;

/** A broker beside the controller, in a process of its own; on the port of an earlier one when that is given. */
export const runBroker = async (port = 0): Promise<BrokerProcess> => {
  const script = fileURLToPath(new URL('./broker-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const killWithThisProcess = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killWithThisProcess);
  const exited = once(child, 'exit').finally(() => process.off('exit', killWithThisProcess));
  const ended = exited.then(() => Promise.reject(new Error('The broker ended before it listened.')));
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  ended.catch(() => undefined);
  const listening = Number(line);
  return {
    port: listening,
    url: `mqtt://127.0.0.1:${listening}`,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
};
