import type { Client } from 'aedes';
import type { Principal } from './broker-config.ts';

/** One connection: unknown until its principal is. */
export type Session = {
  readonly client: Client;
  readonly remoteAddress: string;
  /** It has said who it is, or is gone: it holds no place among those who have not. */
  readonly settle: () => void;
  principal: Principal | undefined;
  /** Publishes and subscribes refused so far, and the count that is logged next. */
  refusals: number;
  nextLoggedRefusal: number;
  /** Its end was noted; aedes reports one for each write that then fails. */
  hasEnded: boolean;
  /** Its socket took no more, and has not drained since. */
  isFull: boolean;
  /** Packet identifier of the last message sent [MQTT-2.3.1-2]. */
  lastMessageId: number;
};

type SessionsDeps = Readonly<{
  onConnect: (clientId: string) => void;
  onDisconnect: (clientId: string) => void;
  /** A newer connection of the same client id takes the place of an older one. */
  onTakeover: (clientId: string, addresses: readonly [older: string, newer: string]) => void;
}>;

/** Who is connected: at most one session for each client id. */
export type Sessions = Readonly<{
  /** Knows a connection before it is authenticated. */
  track: (client: Client, remoteAddress: string, settle: () => void) => Session;
  of: (client: Client) => Session | undefined;
  /**
   * Makes the session the one of its principal. An older connection of the same client id is closed
   * first, its will delivered [MQTT-3.1.4-2]. False when the new connection has meanwhile gone.
   */
  claim: (session: Session, principal: Principal) => Promise<boolean>;
  find: (clientId: string) => Session | undefined;
  /**
   * Closes every connection that goes by this client id, also those that are on their way to being let in: their
   * credentials may have been checked before the rights changed. False when none was accepted.
   */
  drop: (clientId: string) => boolean;
  /** Accepted sessions. */
  all: () => Iterable<Session>;
  size: () => number;
  /** Closes every connection, accepted or not; resolves when their wills are delivered. */
  closeAll: () => Promise<void>;
}>;

const close = (session: Session): Promise<void> =>
  new Promise((resolve) => {
    session.client.close(resolve);
  });

/**
 * Follows connections by identity. The client list of aedes goes by client id alone, and forgets the new
 * connection when the old one of the same id ends after it.
 */
export const createSessions = ({ onConnect, onDisconnect, onTakeover }: SessionsDeps): Sessions => {
  // A will is published after its connection has closed: the session is known as long as the client is.
  const known = new WeakMap<Client, Session>();
  const open = new Set<Session>();
  const byClientId = new Map<string, Session>();

  const release = (session: Session): void => {
    const id = session.principal?.id;
    if (id === undefined || byClientId.get(id) !== session) return;
    byClientId.delete(id);
    onDisconnect(id);
  };

  return {
    track: (client, remoteAddress, settle) => {
      const session: Session = {
        client,
        remoteAddress,
        settle,
        principal: undefined,
        refusals: 0,
        nextLoggedRefusal: 1,
        hasEnded: false,
        isFull: false,
        lastMessageId: 0,
      };
      known.set(client, session);
      open.add(session);
      client.conn.once('close', () => {
        open.delete(session);
        settle();
        release(session);
      });
      return session;
    },
    of: (client) => known.get(client),
    claim: async (session, principal) => {
      for (let older = byClientId.get(principal.id); older; older = byClientId.get(principal.id)) {
        onTakeover(principal.id, [older.remoteAddress, session.remoteAddress]);
        await close(older);
        release(older);
      }
      if (session.client.closed || session.client.conn.destroyed) return false;
      session.principal = principal;
      session.settle();
      byClientId.set(principal.id, session);
      onConnect(principal.id);
      return true;
    },
    find: (clientId) => byClientId.get(clientId),
    drop: (clientId) => {
      const wasAccepted = byClientId.has(clientId);
      for (const session of open) if (session.client.id === clientId) void close(session);
      return wasAccepted;
    },
    all: () => byClientId.values(),
    size: () => byClientId.size,
    closeAll: async () => {
      await Promise.all(Array.from(open, close));
    },
  };
};
