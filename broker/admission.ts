import type { AedesOptions, AuthenticateError } from 'aedes';
import type { BrokerConfig } from './broker-config.ts';
import type { Counters } from './broker-stats.ts';
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
  const { sessions, counters, log } = deps;

  const admit = async (
    session: Session,
    username: string | undefined,
    password: Buffer | undefined,
  ): Promise<void> => {
    const { client, remoteAddress } = session;
    if (username === undefined) throw refusal(BAD_USER_NAME_OR_PASSWORD, 'no credentials');
    const credentials = { clientId: client.id, username, password, remoteAddress };
    const principal = await deps.authenticate(credentials).catch((error: unknown) => {
      log.error({ err: error, clientId: client.id.slice(0, 100) }, 'credentials could not be checked');
      throw refusal(SERVER_UNAVAILABLE, 'credentials could not be checked');
    });
    if (!principal) throw refusal(BAD_USER_NAME_OR_PASSWORD, 'wrong credentials');
    if (principal.id !== client.id) throw refusal(IDENTIFIER_REJECTED, 'client id of someone else');
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

  return {
    preConnect: (_client, packet, done) => {
      // Every session is clean: what a device missed it finds in the retained documents, and a queue for
      // absent clients would have no bound. The CONNACK says "no session present" [MQTT-3.2.2-3].
      packet.clean = true;
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
      // Retained documents are the controller's.
      packet.retain = false;
      if (isAllowed) {
        counters.messagesIn += 1;
        deps.onPublish(topic, Buffer.from(packet.payload), principal.id);
      } else {
        counters.publishesRefused += 1;
        logRefusal(session, { topic: topic.slice(0, 200) }, 'a message was refused and dropped');
        packet.topic = NOWHERE;
        packet.payload = '';
      }
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
      if (isAllowed) return done(null, subscription);
      counters.subscribesRefused += 1;
      logRefusal(session, { filter: filter.slice(0, 200) }, 'a subscription was refused');
      // Answered with 0x80 in the SUBACK [MQTT-3.9.3-2].
      done(null, null);
    },
  };
};
