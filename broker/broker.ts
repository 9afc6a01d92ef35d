import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Aedes, type AedesPublishPacket, type Client } from 'aedes';
import { createAdmission } from './admission.ts';
import { createAllowances } from './allowance.ts';
import type { BrokerConfig, BrokerLimits, CertificatePair, ListenerAddress } from './broker-config.ts';
import { BrokerError } from './broker-error.ts';
import { createCounters } from './broker-stats.ts';
import { createCleanPersistence } from './clean-persistence.ts';
import { ConnectionCut, classifyEnd } from './connection-end.ts';
import { createDelivery } from './delivery.ts';
import { createFailedConnects } from './failed-connects.ts';
import { createHalfOpen } from './half-open.ts';
import { createHandlerSet } from './handler-set.ts';
import { createListener } from './listener.ts';
import type { ConnectedClient, LocalLink } from './local-link.ts';
import { createPacketFlood } from './packet-flood.ts';
import { createPacketMeter } from './packet-meter.ts';
import { createRetainedMap } from './retained-map.ts';
import { createServedClock } from './served-clock.ts';
import { createSessions, type Session } from './sessions.ts';
import { createTakeovers, type Flapping } from './takeovers.ts';
import { isTopicName } from './topic-filter.ts';
import { createTopicRouter } from './topic-router.ts';

/** A CONNECT holds a client id, credentials and a will; more is not sent by a device of ours. */
const MAX_CONNECT_BYTES = 16 * 1024;

/** Inbound QoS 2 messages that one client may leave unfinished. */
const MAX_UNFINISHED_QOS2 = 100;

export type Broker = LocalLink &
  Readonly<{
    /** Listens; resolves with the actual addresses, in the order of the configuration. */
    start: () => Promise<readonly ListenerAddress[]>;
    /**
     * Ends every connection and frees the ports, for good. Handlers are not called any more: that the
     * broker goes away is no evidence about a device.
     */
    stop: () => Promise<void>;
    /** Shows another certificate to new connections over TLS; those that stand go on. */
    renewCertificate: (certificate: CertificatePair) => void;
  }>;

/** A receiver sends a dozen messages a minute; one that comes back after weeks a few hundred at once. */
export const defaultLimits: BrokerLimits = {
  messages: { perSecond: 50, burst: 500 },
  bytes: { perSecond: 256 * 1024, burst: 8 * 1024 * 1024 },
  maxExcess: 2_000,
  maxClients: 20_000,
  halfOpen: { total: 12_000, perAddress: 2_000, graceMs: 3_000 },
  failuresBeforeDelay: 10,
  maxFailureDelayMs: 15_000,
  maxKeepAliveS: 600,
  takeoversPerMinute: 6,
};

/** An MQTT 3.1.1 broker inside the process: aedes, with its queues, scans and defaults replaced. */
export const createBroker = (config: BrokerConfig): Broker => {
  const { log, connectTimeoutMs = 10_000, maxPacketBytes = 256 * 1024, drainTimeoutMs = 5000 } = config;
  const { maxBacklogBytes = 8 * 1024 * 1024, maxSubscriptions = 200 } = config;

  const limits = { ...defaultLimits, ...config.limits };
  const now = (): number => performance.now();

  const counters = createCounters();
  const retained = createRetainedMap();
  const publishHandlers = createHandlerSet<[topic: string, payload: Buffer, clientId: string]>(log);
  const connectHandlers = createHandlerSet<[clientId: string]>(log);
  const disconnectHandlers = createHandlerSet<[clientId: string]>(log);
  const listeningHandlers = createHandlerSet<[isListening: boolean]>(log);
  const flappingHandlers = createHandlerSet<[flapping: Flapping]>(log);
  const takeovers = createTakeovers({ perMinute: limits.takeoversPerMinute, now });
  const servedClock = createServedClock();
  const halfOpen = createHalfOpen<Socket>({
    limits: limits.halfOpen,
    now: servedClock.now,
    evict: (socket) => {
      counters.halfOpenCut += 1;
      socket.destroy();
    },
  });
  let state: 'new' | 'listening' | 'paused' | 'stopped' = 'new';

  const sessions = createSessions({
    onConnect: (clientId) => connectHandlers.call(clientId),
    onDisconnect: (clientId) => {
      counters.disconnects += 1;
      if (state !== 'stopped') disconnectHandlers.call(clientId);
    },
    onTakeover: (clientId, addresses) => {
      counters.takeovers += 1;
      const flapping = takeovers.note(clientId, addresses);
      if (!flapping) return;
      log.warn(flapping, 'the same credentials are used in two places');
      flappingHandlers.call(flapping);
    },
  });

  const allowances = createAllowances({ limits, now });

  const aedes = new Aedes({
    // aedes uses it for its own emitter, which has to be without a queue; see topic-router.ts.
    concurrency: 0,
    mq: createTopicRouter<AedesPublishPacket>(),
    persistence: createCleanPersistence(retained),
    connectTimeout: connectTimeoutMs,
    drainTimeout: drainTimeoutMs,
    maxInflightInbound: MAX_UNFINISHED_QOS2,
    ...createAdmission({
      authenticate: config.authenticate,
      maxSubscriptions,
      limits,
      allowances,
      failures: createFailedConnects({ ...limits, maxDelayMs: limits.maxFailureDelayMs, now }),
      sessions,
      counters,
      onPublish: (...message) => {
        if (state !== 'stopped') publishHandlers.call(...message);
      },
      log,
    }),
    authorizeForward: createDelivery({ sessions, counters, drainTimeoutMs, maxBacklogBytes }),
  });

  const noteEnd = (client: Client, error: Error): void => {
    const session = sessions.of(client);
    if (!session || session.hasEnded) return;
    session.hasEnded = true;
    const end = classifyEnd(error);
    if (end === 'refused') counters.connectsRefused += 1;
    if (end === 'flood') counters.floodsCut += 1;
    if (end === 'slow') counters.slowClientsCut += 1;
    if (end === 'protocol') counters.protocolErrors += 1;
    const { remoteAddress } = session;
    // A peer that never said who it is has none; what it did say may be long.
    const clientId = client.id ? client.id.slice(0, 100) : undefined;
    const fields = { clientId, remoteAddress, end, reason: error.message };
    if (end === 'lost') log.debug(fields, 'a connection was lost');
    else log.info(fields, 'a connection was ended');
  };
  aedes.on('clientError', noteEnd);
  aedes.on('connectionError', noteEnd);
  // Not in the published events of aedes; without a listener it would end the process.
  const emitter: EventEmitter = aedes;
  emitter.on('error', (error: unknown) => log.error({ err: error }, 'the broker failed at a task'));

  const accept = (stream: Duplex, remoteAddress: string, socket: Socket | undefined): void => {
    // It was not admitted.
    if (stream.destroyed) return;
    const settle = (): void => {
      if (socket) halfOpen.remove(socket);
    };
    sessions.track(aedes.handle(stream), remoteAddress, settle);
    const countPackets = createPacketMeter(maxPacketBytes, Math.min(maxPacketBytes, MAX_CONNECT_BYTES));
    const isFlood = createPacketFlood({ limits, now });
    // aedes reads on 'readable'; 'data' then shows each chunk as it is read, without changing the flow.
    stream.on('data', (chunk: Buffer) => {
      const packets = countPackets(chunk);
      if (packets === null) stream.destroy(new ConnectionCut('protocol', 'a packet is too large'));
      else if (isFlood(packets)) stream.destroy(new ConnectionCut('flood', 'too many packets'));
    });
  };

  const admits = (socket: Socket): boolean => {
    if (!halfOpen.add(socket, socket.remoteAddress ?? 'unknown')) {
      counters.halfOpenCut += 1;
      return false;
    }
    socket.once('close', () => halfOpen.remove(socket));
    return true;
  };
  const onTlsError = (): void => {
    counters.tlsErrors += 1;
  };

  const listeners = config.listeners.map((listener) =>
    createListener({
      config: listener,
      onConnection: accept,
      connectTimeoutMs,
      maxPacketBytes,
      admits,
      onTlsError,
      log,
    }),
  );

  const listen = async (): Promise<readonly ListenerAddress[]> => {
    const addresses = await Promise.all(listeners.map(({ open }) => open()));
    state = 'listening';
    listeningHandlers.call(true);
    return addresses;
  };

  const cut = async (next: 'paused' | 'stopped'): Promise<void> => {
    state = next;
    for (const { refuse } of listeners) refuse();
    await sessions.closeAll();
    await Promise.all(listeners.map(({ drop }) => drop()));
    listeningHandlers.call(false);
  };

  const start = async (): Promise<readonly ListenerAddress[]> => {
    if (state !== 'new') throw new BrokerError('Broker_AlreadyStarted', 'A broker starts once');
    await aedes.listen();
    try {
      return await listen();
    } catch (error) {
      await stop();
      throw error;
    }
  };

  const stop = async (): Promise<void> => {
    if (state === 'stopped') return;
    servedClock.stop();
    await cut('stopped');
    await new Promise<void>((resolve) => aedes.close(resolve));
  };

  // Listening and cutting take turns, so that a resume never meets a half-cut network.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const result = turn.then(task);
    turn = result.catch(() => undefined);
    return result;
  };

  return {
    start: () => inTurn(start),
    stop: () => inTurn(stop),
    pause: () => inTurn(async () => (state === 'listening' ? cut('paused') : undefined)),
    resume: () =>
      inTurn(async () => {
        if (state === 'paused') await listen();
      }),
    isListening: () => state === 'listening',
    onListeningChange: listeningHandlers.add,

    publish: async (topic, content, { qos, retain }) => {
      if (!isTopicName(topic)) {
        throw new BrokerError('Broker_InvalidTopic', `"${topic}" is not the name of a topic`);
      }
      const payload = typeof content === 'string' ? Buffer.from(content) : viewOf(content);
      if (retain && payload.length === 0) {
        throw new BrokerError('Broker_EmptyRetained', 'An empty payload removes a retained document');
      }
      if (state === 'new' || state === 'stopped') {
        if (retain) retained.store({ topic, payload: Buffer.from(payload), qos });
        return;
      }
      await new Promise<void>((resolve, reject) => {
        const packet = { cmd: 'publish', topic, payload, qos, retain, dup: false } as const;
        aedes.publish(packet, (error) => (error ? reject(error) : resolve()));
      });
    },
    onPublish: publishHandlers.add,
    onConnect: connectHandlers.add,
    onDisconnect: disconnectHandlers.add,
    clients: () => Array.from(sessions.all(), describe),
    disconnect: sessions.drop,
    onFlapping: flappingHandlers.add,
    renewCertificate: (certificate) => {
      for (const listener of listeners) listener.renew(certificate);
    },
    retained: retained.get,
    clearRetained: retained.remove,
    stats: () => ({
      ...counters,
      clients: sessions.size(),
      retained: retained.size(),
      halfOpen: halfOpen.size(),
    }),
  };
};

const viewOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const describe = ({ client, remoteAddress }: Session): ConnectedClient => ({
  clientId: client.id,
  remoteAddress,
});
