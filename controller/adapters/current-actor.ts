import { AsyncLocalStorage } from 'node:async_hooks';
import { type Actor, type CurrentActor, systemActor } from '../app/ports/actor.ts';

/** Follows each flow of calls through its promises and timers. */
export const createCurrentActor = (): CurrentActor => {
  const storage = new AsyncLocalStorage<() => Actor>();
  return {
    runAs: (actor, work) => storage.run(typeof actor === 'function' ? actor : () => actor, work),
    currentActor: () => storage.getStore()?.() ?? systemActor,
  };
};
