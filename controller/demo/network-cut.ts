import type { NetworkCutDeps } from '../composition/demo-hooks.ts';
import type { NetworkCut } from '../http/demo.ts';

const cutMs = 60_000;

/** Takes the network between broker and devices away for a minute, as a storm would. */
export const createNetworkCut = (deps: NetworkCutDeps): NetworkCut => {
  const { broker, clock, events, log } = deps;
  let until: number | null = null;

  const mend = async (): Promise<void> => {
    await broker.resume();
    until = null;
    events.emit({ type: 'network', up: true, cutUntil: null });
    log.info({}, 'The demo network is back');
  };

  return {
    until: () => until,
    cut: async () => {
      if (until !== null) return until;
      until = clock.now() + cutMs;
      try {
        await broker.pause();
      } catch (error) {
        until = null;
        throw error;
      }
      events.emit({ type: 'network', up: false, cutUntil: until });
      log.info({ until }, 'The demo network is cut');
      clock.after(until - clock.now(), () => {
        mend().catch((error: unknown) => log.error({ err: error }, 'The demo network did not come back'));
      });
      return until;
    },
  };
};
