import { deviceAcl, topics } from '#protocol';
import type { LinkNews } from '../../../device-sim/shell/mqtt-link.ts';
import type { Chance } from '../engine/chance.ts';
import type { VirtualTime } from '../engine/virtual-time.ts';
import type { Session, SimBroker } from './broker.ts';
import type { Faults } from './faults.ts';

/** A device's mobile connection: slow, lossy, and gone for a while when it likes. */
export type Wire = Readonly<{
  /** Connects, and again and again after each loss. */
  start: () => void;
  /** No power: the broker finds out by itself. */
  kill: () => void;
  publish: (topic: string, payload: string) => void;
  subscribe: (filters: readonly string[]) => void;
  unsubscribe: (filters: readonly string[]) => void;
  /** Nothing passes for so long, in either direction. */
  cut: (forMs: number) => void;
  /** Nothing is cut any more. */
  mend: () => void;
  isCut: () => boolean;
}>;

/** Longest that either end takes to notice that the other is gone. */
const keepAliveMs = 90_000;
const longestRetryMs = 60_000;

export const createWire = (deps: {
  deviceId: string;
  time: VirtualTime;
  chance: Chance;
  broker: SimBroker;
  faults: Faults;
  /** The areas that the directory gives this device, with those above them. */
  areas: () => { areaKeys: readonly string[]; ancestorKeys: readonly string[] };
  onNews: (news: LinkNews) => void;
}): Wire => {
  const { deviceId, time, chance, broker, faults, onNews } = deps;
  const wayMs = chance.between(5, 80);
  const will = { topic: topics.presence(deviceId), payload: JSON.stringify({ online: false, at: null }) };
  let session: Session | null = null;
  let cutUntil = 0;
  let isOn = false;
  let retryMs = 1_000;
  let cancelRetry: () => void = () => undefined;

  const isCut = (): boolean => time.now() < cutUntil;
  const delayMs = (): number =>
    wayMs +
    chance.next() * faults.queueingMs +
    (faults.slowRate > 0 && chance.maybe(faults.slowRate) ? chance.next() * faults.slowMs : 0);

  /** One message on its way over a connection, whatever becomes of it. */
  const carry = (over: Session, arrive: () => void): void => {
    if (isCut() || (faults.lossRate > 0 && chance.maybe(faults.lossRate))) return;
    const copies = faults.duplicateRate > 0 && chance.maybe(faults.duplicateRate) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      time.at(time.now() + delayMs(), () => {
        if (session === over && !isCut()) arrive();
      });
    }
  };

  const lose = (lost: Session): void => {
    if (session !== lost) return;
    session = null;
    if (!isOn) return;
    onNews({ type: 'disconnected' });
    retry();
  };

  const retry = (): void => {
    cancelRetry();
    retryMs = Math.min(longestRetryMs, retryMs * 2);
    cancelRetry = time.at(time.now() + 500 + chance.next() * retryMs, open);
  };

  function open(): void {
    if (!isOn || session) return;
    if (isCut()) {
      retry();
      return;
    }
    const { maySubscribe } = deviceAcl({ deviceId, ...deps.areas() });
    const fresh: Session = {
      deviceId,
      will,
      maySubscribe,
      receive: (topic, payload) => carry(fresh, () => onNews({ type: 'message', topic, payload })),
      dropped: () => {
        time.at(time.now() + chance.next() * 2_000, () => lose(fresh));
      },
    };
    if (!broker.connect(fresh)) {
      retry();
      return;
    }
    session = fresh;
    time.at(time.now() + 2 * delayMs(), () => {
      if (session !== fresh || !isOn) return;
      retryMs = 1_000;
      onNews({ type: 'connected' });
    });
  }

  return {
    isCut,
    start: () => {
      isOn = true;
      retryMs = 1_000;
      cancelRetry();
      cancelRetry = time.at(time.now() + chance.next() * 1_000, open);
    },
    kill: () => {
      isOn = false;
      cancelRetry();
      const lost = session;
      session = null;
      if (lost) time.at(time.now() + chance.next() * keepAliveMs, () => broker.disconnect(lost, false));
    },
    publish: (topic, payload) => {
      const over = session;
      if (over) {
        carry(over, () => {
          if (broker.isConnected(over)) broker.publishUp(topic, payload);
        });
      }
    },
    // SUBSCRIBE and its answer come through or the connection does not hold: TCP loses no part of a stream.
    subscribe: (filters) => {
      const over = session;
      if (!over) return;
      time.at(time.now() + delayMs(), () => {
        if (session !== over || isCut() || !broker.isConnected(over)) return;
        const refused = broker.subscribe(over, filters);
        time.at(time.now() + delayMs(), () => {
          if (session === over && !isCut()) onNews({ type: 'subscribed', refused });
        });
      });
    },
    unsubscribe: (filters) => {
      const over = session;
      if (over) time.at(time.now() + wayMs, () => broker.unsubscribe(over, filters));
    },
    cut: (forMs) => {
      cutUntil = Math.max(cutUntil, time.now() + forMs);
      const lost = session;
      if (!lost) return;
      time.at(time.now() + chance.next() * keepAliveMs, () => lose(lost));
      time.at(time.now() + chance.next() * keepAliveMs, () => broker.disconnect(lost, false));
    },
    mend: () => {
      cutUntil = time.now();
    },
  };
};
