import type { Clock } from '../../../controller/app/ports/runtime.ts';
import type { Store } from '../../../controller/app/ports/store.ts';
import type { VirtualTime } from '../engine/virtual-time.ts';

/** One run of a controller process. What is dead neither writes, sends nor wakes any more. */
export type ProcessLife = Readonly<{
  isAlive: () => boolean;
  /** SIGKILL. */
  end: () => void;
  /** SIGKILL right after so many more writes have been committed, before anything that follows from the last. */
  endAfterWrites: (writes: number) => void;
  onEnd: (task: () => void) => void;
  clock: Clock;
  /** The store as this process has it. */
  guard: (store: Store) => Store;
}>;

/**
 * Presence is looked at every second. If it were looked at less often than every ten, the controller would take
 * itself for one that stood still.
 */
const sweepMs = 2_000;
const mostSweepPace = 10;
const shortestPeriodMs = 1_000;

const never = <T>(): Promise<T> => new Promise(() => undefined);

/** What writes, of all methods of all repositories; reads end no life. */
const isWrite = (name: string): boolean =>
  !/^(get|all|many|page|between|due|next|cursors|between|active|tally)/.test(name);

export const createProcessLife = (deps: {
  time: VirtualTime;
  /** Periodic work is done this many times less often, so that a week costs seconds. */
  pace: number;
}): ProcessLife => {
  const { time, pace } = deps;
  let alive = true;
  let writesLeft = Number.POSITIVE_INFINITY;
  const endings: (() => void)[] = [];

  const end = (): void => {
    if (!alive) return;
    alive = false;
    for (const task of endings) task();
  };

  const wake = (task: () => void) => (): void => {
    if (!alive) return;
    time.stir();
    task();
  };

  /** The delay that led to the task under way, if one did. */
  let underWayMs: number | null = null;

  const clock: Clock = {
    now: () => Math.floor(time.now()),
    after: (delayMs, task) => {
      // A task that asks for itself again after the same while is periodic work too.
      const isPeriodic = delayMs >= shortestPeriodMs && delayMs === underWayMs;
      const waitMs = Math.max(0, delayMs) * (isPeriodic ? pace : 1);
      return time.at(
        time.now() + waitMs,
        wake(() => {
          underWayMs = delayMs;
          task();
          underWayMs = null;
        }),
      );
    },
    every: (periodMs, task) => {
      let cancel: () => void = () => undefined;
      const arm = (): void => {
        cancel = time.at(
          time.now() + periodMs * (periodMs < sweepMs ? Math.min(pace, mostSweepPace) : pace),
          wake(() => {
            arm();
            task();
          }),
        );
      };
      arm();
      return () => cancel();
    },
  };

  const mortal = async <T>(name: string, call: () => Promise<T>): Promise<T> => {
    if (!alive) return never<T>();
    const result = await call();
    if (!alive) return never<T>();
    if (!isWrite(name)) return result;
    writesLeft -= 1;
    if (writesLeft > 0) return result;
    end();
    return never<T>();
  };

  const guardGroup = <G extends object>(group: G): G =>
    new Proxy(group, {
      get: (target, name, receiver) => {
        const value: unknown = Reflect.get(target, name, receiver);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) =>
          mortal(String(name), () => Promise.resolve(Reflect.apply(value, target, given)));
      },
    });

  return {
    isAlive: () => alive,
    end,
    endAfterWrites: (writes) => {
      writesLeft = writes;
    },
    onEnd: (task) => {
      endings.push(task);
    },
    clock,
    guard: (store) => {
      const groups = new Map<PropertyKey, unknown>();
      return new Proxy(store, {
        get: (target, name, receiver) => {
          const value: unknown = Reflect.get(target, name, receiver);
          if (typeof value === 'function') {
            return (...given: unknown[]) =>
              mortal(String(name), () => Promise.resolve(Reflect.apply(value, target, given)));
          }
          if (typeof value !== 'object' || value === null) return value;
          const known = groups.get(name) ?? guardGroup(value);
          groups.set(name, known);
          return known;
        },
      });
    },
  };
};
