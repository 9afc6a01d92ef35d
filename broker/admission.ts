import type { AedesOptions, AuthenticateError } from 'aedes';
import type { Allowances } from './allowance.ts';
import type { BrokerConfig, BrokerLimits } from './broker-config.ts';
import type { Counters } from './broker-stats.ts';
import { ConnectionCut } from './connection-end.ts';
import type { FailedConnects } from './failed-connects.ts';
import type { PublishHandler } from './local-link.ts';
import type { Session, Sessions } from './sessions.ts';
import { isReserved, isTopicFilter, isTopicName } from './topic-filter.ts';

/** CONNACK return codes (MQTT 3.1.1 section 3.2.2.3). */
const IDENTIFIER_REJECTED = 2;
const SERVER_UNAVAILABLE = 3;
const BAD_USER_NAME_OR_PASSWORD = 4;

/** Where refused messages go. Nobody may subscribe to topics that begin with `$`. */
const NOWHERE = '$refused';

type AdmissionDeps = Readonly<{
  authenticate: BrokerConfig['authenticate'];
  maxSubscriptions: number;
  limits: BrokerLimits;
  allowances: Allowances;
  failures: FailedConnects;
  sessions: Sessions;
  counters: Counters;
  onPublish: PublishHandler;
  log: BrokerConfig['log'];
}>;

type Gates = Required<
  Pick<AedesOptions, 'preConnect' | 'authenticate' | 'authorizePublish' | 'authorizeSubscribe'>
>;

const refusal = (returnCode: number, reason: string): AuthenticateError =>
  Object.assign(new Error(reason), { returnCode });

/** How many filters a connection holds. The list is not in the published types of aedes. */
const subscriptionCount = (client: object): number => {
  const held: unknown = Reflect.get(client, 'subscriptions');
  return typeof held === 'object' && held !== null ? Object.keys(held).length : 0;
};

/** The decisions about what clients may do, as the hooks of aedes. */
export const createAdmission = (deps: AdmissionDeps): Gates => {
  const { sessions, counters, limits, allowances, log } = deps;

  /** Whoever guesses waits for the answer, ever longer; meanwhile the connection counts as half open. */
  const refuse = async ({ remoteAddress }: Session, returnCode: number, reason: string): Promise<never> => {
    const delayMs = deps.failures.note(remoteAddress);
    if (delayMs > 0) {
      counters.refusalsDelayed += 1;
      await new Promise((resolve) => setTimeout(resolve, delayMs).unref());
    }
    throw refusal(returnCode, reason);
  };

  const admit = async (
    session: Session,
    username: string | undefined,
    password: Buffer | undefined,
  ): Promise<void> => {
    const { client, remoteAddress } = session;
    if (username === undefined) return refuse(session, BAD_USER_NAME_OR_PASSWORD, 'no credentials');
    const credentials = { clientId: client.id, username, password, remoteAddress };
    const principal = await deps.authenticate(credentials).catch((error: unknown) => {
      log.error({ err: error, clientId: client.id.slice(0, 100) }, 'credentials could not be checked');
      throw refusal(SERVER_UNAVAILABLE, 'credentials could not be checked');
    });
    if (!principal) return refuse(session, BAD_USER_NAME_OR_PASSWORD, 'wrong credentials');
    if (principal.id !== client.id) return refuse(session, IDENTIFIER_REJECTED, 'client id of someone else');
    if (sessions.size() >= limits.maxClients && !sessions.find(principal.id))
      throw refusal(SERVER_UNAVAILABLE, 'too many clients');
    if (!(await sessions.claim(session, principal))) throw refusal(SERVER_UNAVAILABLE, 'connection lost');
    counters.connects += 1;
  };

  /** One line for the first refusal of a connection, then for the 10th, the 100th: rubbish may come fast. */
  const logRefusal = (session: Session | undefined, fields: object, sentence: string): void => {
    if (!session) return;
    session.refusals += 1;
    if (session.refusals < session.nextLoggedRefusal) return;
    session.nextLoggedRefusal *= 10;
    const { principal, remoteAddress, refusals } = session;
    log.warn({ ...fields, clientId: principal?.id, remoteAddress, refusals }, sentence);
  };

  /** A policy that throws refuses: a fault in one client's rights must not end the process. */
  const allows = (policy: () => boolean): boolean => {
    try {
      return policy();
    } catch (error) {
      log.error({ err: error }, 'an access rule failed, so access is refused');
      return false;
    }
  };

  /** Counts what came too much; a client that goes on all the same is cut. */
  const exceed = ({ client, principal }: Session): void => {
    if (!principal) return;
    const allowance = allowances.of(principal.id);
    allowance.excess += 1;
    if (allowance.excess <= limits.maxExcess) return;
    client.conn.destroy(new ConnectionCut('flood', 'the client sends more than it may'));
  };

  /** Goes on at once, or when the client is within its limits again: until then nothing more of it is read. */
  const inTime = (session: Session | undefined, id: string, bytes: number, goOn: () => void): void => {
    const waitMs = allowances.take(allowances.of(id), 1, bytes);
    if (waitMs === 0) {
      goOn();
      return;
    }
    counters.publishesDelayed += 1;
    if (session) exceed(session);
    setTimeout(() => {
      if (session?.client.conn.destroyed === false) goOn();
    }, waitMs).unref();
  };

  return {
    preConnect: (_client, packet, done) => {
      // Every session is clean: what a device missed it finds in the retained documents, and a queue for
      // absent clients would have no bound. The CONNACK says "no session present" [MQTT-3.2.2-3].
      packet.clean = true;
      // A server may end any connection that it finds inactive, whatever keep alive was agreed (section 3.1.2.10).
      const { maxKeepAliveS } = limits;
      packet.keepalive = Math.min(packet.keepalive || maxKeepAliveS, maxKeepAliveS);
      done(null, true);
    },

    authenticate: (client, username, password, done) => {
      const session = sessions.of(client);
      if (!session) return done(refusal(SERVER_UNAVAILABLE, 'connection lost'), false);
      admit(session, username, password).then(
        () => done(null, true),
        (error: AuthenticateError) => done(error, false),
      );
    },

    // A refused message is acknowledged and dropped, the other answer that [MQTT-3.3.5-2] allows: a device
    // whose rights have just changed would otherwise lose its connection again and again over old reports.
    authorizePublish: (client, packet, done) => {
      const session = client ? sessions.of(client) : undefined;
      const { topic } = packet;
      const principal = session?.principal;
      // Only an empty retained payload asks to remove something; no client may.
      const isRemoval = packet.retain && packet.payload.length === 0;
      const isAllowed =
        principal !== undefined &&
        !isRemoval &&
        isTopicName(topic) &&
        !isReserved(topic) &&
        allows(() => principal.mayPublish(topic));
      const bytes = packet.payload.length;
      const isTooLarge =
        isAllowed && bytes > (principal.maxPayloadBytes?.(topic) ?? Number.POSITIVE_INFINITY);
      // Retained documents are the controller's.
      packet.retain = false;
      const drop = (): void => {
        packet.topic = NOWHERE;
        packet.payload = '';
      };
      const take = (): void => {
        if (isAllowed && !isTooLarge) {
          counters.messagesIn += 1;
          deps.onPublish(topic, Buffer.from(packet.payload), principal.id);
        } else {
          counters.publishesRefused += 1;
          if (isTooLarge) counters.publishesTooLarge += 1;
          logRefusal(
            session,
            { topic: topic.slice(0, 200), ...(isTooLarge ? { bytes } : {}) },
            'a message was refused and dropped',
          );
          drop();
        }
        done(null);
      };
      // A will is one message, and its connection is over.
      if (!session || !principal || session.client.closed) return take();
      if (packet.qos > 0) return inTime(session, principal.id, bytes, take);
      // What is not acknowledged may be lost: held back it would only be late.
      if (allowances.mayTake(allowances.of(principal.id), 1, bytes)) return take();
      counters.publishesDropped += 1;
      exceed(session);
      drop();
      done(null);
    },

    authorizeSubscribe: (client, subscription, done) => {
      const session = sessions.of(client);
      const principal = session?.principal;
      const filter = subscription.topic;
      const isAllowed =
        principal !== undefined &&
        isTopicFilter(filter) &&
        !isReserved(filter) &&
        subscriptionCount(client) < deps.maxSubscriptions &&
        allows(() => principal.maySubscribe(filter));
      // A filter costs as much as a message, and brings a retained document.
      if (isAllowed) return inTime(session, principal.id, 0, () => done(null, subscription));
      counters.subscribesRefused += 1;
      logRefusal(session, { filter: filter.slice(0, 200) }, 'a subscription was refused');
      // Answered with 0x80 in the SUBACK [MQTT-3.9.3-2].
      done(null, null);
    },
  };
};
