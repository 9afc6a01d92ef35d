import { connect, type MqttClient } from 'mqtt';
import { topics } from '#protocol';
import type { Acknowledger } from './acknowledger.ts';
import type { DeviceLog } from './device-log.ts';
import type { PayloadReader } from './payload-reader.ts';

export type LinkNews =
  | { type: 'connected' }
  | { type: 'disconnected' }
  | { type: 'subscribed'; refused: readonly string[] }
  | { type: 'message'; topic: string; payload: string };

export type DeviceLink = Readonly<{
  start: () => void;
  publish: (topic: string, payload: string, qos: 0 | 1) => void;
  subscribe: (filters: readonly string[]) => void;
  unsubscribe: (filters: readonly string[]) => void;
  /** Says `offline` and leaves with a DISCONNECT, so that the will is discarded [MQTT-3.14.4-3]. */
  stop: () => Promise<void>;
}>;

export type LinkDeps = Readonly<{
  urls: readonly string[];
  deviceId: string;
  secret: string;
  /** Authorities (PEM) that vouch for the broker, in place of those that everybody knows. */
  authorities?: readonly string[];
  keepAliveS: number;
  /** Longest wait between two tries to connect. */
  maxRetryMs: number;
  /** [0, 1); spreads reconnects. */
  random: () => number;
  readPayload: PayloadReader;
  acknowledge: Acknowledger;
  onNews: (news: LinkNews) => void;
  log: DeviceLog;
}>;

const firstRetryMs = 1_000;
/** A connection that held this long was a good one: the next retry begins small again. */
const settledMs = 30_000;
const goodbyeMs = 2_000;

const offline = Buffer.from(JSON.stringify({ online: false, at: null }));
const ignore = (): void => {};
const briefly = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, goodbyeMs).unref());

/** A class, as thousands of links in one process share its functions. */
class MqttLink implements DeviceLink {
  readonly #deps: LinkDeps;
  #client: MqttClient | null = null;
  #retry: NodeJS.Timeout | null = null;
  #failures = 0;
  /** Of TLS: with it a return costs the broker a fraction. One for each address. */
  readonly #tlsSessions = new Map<string, Buffer>();
  #connectedAt: number | null = null;
  #isStopped = false;

  constructor(deps: LinkDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#isStopped = false;
    this.#open();
  }

  publish(topic: string, payload: string, qos: 0 | 1): void {
    if (this.#client?.connected) this.#client.publish(topic, payload, { qos });
  }

  subscribe(filters: readonly string[]): void {
    const client = this.#client;
    if (!client?.connected) return;
    client.subscribe([...filters], { qos: 1 }, (_error, _granted, suback) => {
      // Without a SUBACK the connection has ended. Denied filters make an error of the whole answer;
      // its codes still tell them apart [MQTT-3.9.3-2].
      const codes: unknown = suback && 'granted' in suback ? suback.granted : undefined;
      if (this.#client !== client || !Array.isArray(codes)) return;
      this.#deps.onNews({ type: 'subscribed', refused: filters.filter((_, index) => codes[index] === 0x80) });
    });
  }

  unsubscribe(filters: readonly string[]): void {
    if (this.#client?.connected) this.#client.unsubscribe([...filters]);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#retry) clearTimeout(this.#retry);
    const client = this.#client;
    this.#client = null;
    if (!client) return;
    client.removeAllListeners();
    client.on('error', ignore);
    if (client.connected) {
      const goodbye = client.publishAsync(topics.presence(this.#deps.deviceId), offline, { qos: 1 });
      await Promise.race([goodbye.then(ignore, ignore), briefly()]);
    }
    await Promise.race([client.endAsync().then(ignore, ignore), briefly()]);
  }

  #open(): void {
    const {
      urls,
      deviceId,
      secret,
      authorities = [],
      keepAliveS,
      readPayload,
      acknowledge,
      onNews,
      log,
    } = this.#deps;
    const url = urls[this.#failures % urls.length] ?? '';
    const session = this.#tlsSessions.get(url);
    const client = connect(url, {
      ...(authorities.length > 0 ? { ca: [...authorities] } : {}),
      ...(session ? { session } : {}),
      clientId: deviceId,
      username: deviceId,
      password: secret,
      protocolVersion: 4,
      clean: true,
      keepalive: keepAliveS,
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
      timerVariant: 'native',
      // Published by the broker when the connection is lost without a DISCONNECT [MQTT-3.1.2-8].
      will: { topic: topics.presence(deviceId), payload: offline, qos: 1, retain: false },
    });
    this.#client = client;
    if (url.startsWith('mqtts:'))
      client.stream.on('session', (held: Buffer) => this.#tlsSessions.set(url, held));
    client.on('connect', () => {
      this.#connectedAt = performance.now();
      onNews({ type: 'connected' });
    });
    client.on('message', (topic, payload) =>
      onNews({ type: 'message', topic, payload: readPayload(topic, payload) }),
    );
    client.handleMessage = ({ topic }, done) => acknowledge(topic, done);
    client.on('error', (error) => log.warn({ deviceId, url, reason: error.message }, 'Connection failed'));
    client.on('close', () => this.#onClose(client));
  }

  #onClose(client: MqttClient): void {
    if (this.#client !== client) return;
    this.#client = null;
    client.removeAllListeners();
    // What is still under way inside the client may fail; nobody is there to hear of it.
    client.on('error', ignore);
    client.end(true);
    const since = this.#connectedAt;
    this.#connectedAt = null;
    if (since !== null && performance.now() - since > settledMs) this.#failures = 0;
    if (since !== null) this.#deps.onNews({ type: 'disconnected' });
    this.#openLater();
  }

  #openLater(): void {
    if (this.#isStopped) return;
    // Full jitter: after a broker's restart a herd spreads over the whole interval.
    const { random, maxRetryMs } = this.#deps;
    const wait = random() * Math.min(maxRetryMs, firstRetryMs * 2 ** Math.min(this.#failures, 10));
    this.#failures += 1;
    this.#retry = setTimeout(() => this.#open(), wait);
  }
}

/** A clean-session MQTT 3.1.1 connection that comes back by itself, from one broker URL to the next. */
export const createMqttLink = (deps: LinkDeps): DeviceLink => new MqttLink(deps);
