/** A device's connection as the broker sees it. */
export type Session = Readonly<{
  deviceId: string;
  maySubscribe: (filter: string) => boolean;
  receive: (topic: string, payload: string) => void;
  /** The broker ends the connection. */
  dropped: () => void;
  /** Published when the connection is lost without a DISCONNECT [MQTT-3.1.2-8]. */
  will: Readonly<{ topic: string; payload: string }>;
}>;

/** What a broker does with messages, in memory and at once: retained documents, exact filters, wills. */
export type SimBroker = Readonly<{
  isUp: () => boolean;
  /** Takes the place of an earlier connection of that device [MQTT-3.1.4-2]. False while down. */
  connect: (session: Session) => boolean;
  disconnect: (session: Session, isGraceful: boolean) => void;
  isConnected: (session: Session) => boolean;
  /** Gives the filters that were refused; each granted one brings its retained message. */
  subscribe: (session: Session, filters: readonly string[]) => string[];
  unsubscribe: (session: Session, filters: readonly string[]) => void;
  /** From a device, or from whoever got in. */
  publishUp: (topic: string, payload: string) => void;
  publishDown: (topic: string, payload: string, retain: boolean) => void;
  /** Drops the connection of a device. */
  kick: (deviceId: string) => void;
  retained: () => ReadonlyMap<string, string>;
  stop: (keepsRetained: boolean) => void;
  start: () => void;
  /** Who hears devices. */
  onUp: (handler: (topic: string, payload: string) => void) => void;
}>;

export const createSimBroker = (): SimBroker => {
  const sessions = new Map<string, Session>();
  const filters = new Map<Session, Set<string>>();
  const subscribers = new Map<string, Set<Session>>();
  const retained = new Map<string, string>();
  let listener: (topic: string, payload: string) => void = () => undefined;
  let isUp = true;

  const forget = (session: Session): boolean => {
    if (sessions.get(session.deviceId) !== session) return false;
    sessions.delete(session.deviceId);
    for (const filter of filters.get(session) ?? []) subscribers.get(filter)?.delete(session);
    filters.delete(session);
    return true;
  };
  const publishUp = (topic: string, payload: string): void => {
    if (isUp) listener(topic, payload);
  };
  const drop = (session: Session): void => {
    if (!forget(session)) return;
    session.dropped();
    publishUp(session.will.topic, session.will.payload);
  };

  return {
    isUp: () => isUp,
    connect: (session) => {
      if (!isUp) return false;
      const earlier = sessions.get(session.deviceId);
      if (earlier) drop(earlier);
      sessions.set(session.deviceId, session);
      filters.set(session, new Set());
      return true;
    },
    disconnect: (session, isGraceful) => {
      if (forget(session) && !isGraceful) publishUp(session.will.topic, session.will.payload);
    },
    isConnected: (session) => sessions.get(session.deviceId) === session,
    subscribe: (session, wanted) => {
      const held = filters.get(session);
      if (!held) return [];
      const refused = wanted.filter((filter) => !session.maySubscribe(filter));
      for (const filter of wanted) {
        if (refused.includes(filter)) continue;
        held.add(filter);
        const others = subscribers.get(filter) ?? new Set();
        subscribers.set(filter, others.add(session));
        const payload = retained.get(filter);
        if (payload !== undefined) session.receive(filter, payload);
      }
      return refused;
    },
    unsubscribe: (session, unwanted) => {
      for (const filter of unwanted) {
        filters.get(session)?.delete(filter);
        subscribers.get(filter)?.delete(session);
      }
    },
    publishUp,
    publishDown: (topic, payload, retain) => {
      if (retain && payload === '') retained.delete(topic);
      else if (retain) retained.set(topic, payload);
      for (const session of [...(subscribers.get(topic) ?? [])]) session.receive(topic, payload);
    },
    kick: (deviceId) => {
      const session = sessions.get(deviceId);
      if (session) drop(session);
    },
    retained: () => retained,
    stop: (keepsRetained) => {
      isUp = false;
      for (const session of [...sessions.values()]) drop(session);
      if (!keepsRetained) retained.clear();
    },
    start: () => {
      isUp = true;
    },
    onUp: (handler) => {
      listener = handler;
    },
  };
};
