import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';

const request = z.object({ id: z.number(), name: z.string(), argument: z.unknown() });
const reply = z.object({ id: z.number(), result: z.unknown(), fault: z.string().optional() });

/** A process of its own that answers calls: memory, file descriptors and the event loop are its own. */
export type WorkerProcess = Readonly<{
  call: <Result>(name: string, argument: unknown, result: z.ZodType<Result>) => Promise<Result>;
  stop: () => Promise<void>;
}>;

type Waiting = { resolve: (result: unknown) => void; reject: (error: Error) => void };

/** Starts a script that calls `serveCalls`, with the Node options of this process and more of them. */
export const startWorkerProcess = (script: string, options: readonly string[] = []): WorkerProcess => {
  const child: ChildProcess = fork(script, [], {
    execArgv: [...process.execArgv, ...options],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  child.on('message', (message) => {
    const { id, result, fault } = reply.parse(message);
    const waiter = waiting.get(id);
    waiting.delete(id);
    if (fault === undefined) waiter?.resolve(result);
    else waiter?.reject(new Error(fault));
  });
  const exited = once(child, 'exit').then(() => {
    for (const { reject } of waiting.values()) reject(new Error(`${script} ended`));
  });
  return {
    call: async (name, argument, result) => {
      lastId += 1;
      const id = lastId;
      const answer = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }));
      child.send({ id, name, argument });
      return result.parse(await answer);
    },
    stop: async () => {
      child.kill();
      await exited;
    },
  };
};

/** The worker's side: answers each call by name until the parent goes away. */
export const serveCalls = (
  calls: Readonly<Record<string, (argument: unknown) => Promise<unknown>>>,
): void => {
  process.once('disconnect', () => process.exit());
  process.on('message', (message) => {
    const { id, name, argument } = request.parse(message);
    const run = calls[name] ?? (() => Promise.reject(new Error(`no call ${name}`)));
    run(argument).then(
      (result) => process.send?.({ id, result }),
      (error: unknown) => process.send?.({ id, result: undefined, fault: String(error) }),
    );
  });
};
