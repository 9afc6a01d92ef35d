import { connect, type MqttClient } from 'mqtt';
import { topics } from '#protocol';
import type { DeviceLog } from './device-log.ts';

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
  keepAliveS: number;
  /** [0, 1); spreads reconnects. */
  random: () => number;
  onNews: (news: LinkNews) => void;
  log: DeviceLog;
}>;

const firstRetryMs = 1_000;
const maxRetryMs = 20_000;
/** A connection that held this long was a good one: the next retry begins small again. */
const settledMs = 30_000;
const goodbyeMs = 2_000;

const presence = (online: boolean): string => JSON.stringify({ online, at: null });

/** A clean-session MQTT 3.1.1 connection that comes back by itself, from one broker URL to the next. */
export const createMqttLink = (deps: LinkDeps): DeviceLink => {
  const { urls, deviceId, secret, keepAliveS, random, onNews, log } = deps;
  const willTopic = topics.presence(deviceId);
  let client: MqttClient | null = null;
  let retry: NodeJS.Timeout | null = null;
  let failures = 0;
  let connectedAt = 0;
  let isStopped = false;

  const scheduleRetry = (): void => {
    if (isStopped) return;
    // Full jitter: after a broker's restart a herd spreads over the whole interval.
    const wait = random() * Math.min(maxRetryMs, firstRetryMs * 2 ** Math.min(failures, 10));
    failures += 1;
    retry = setTimeout(open, wait);
  };

  function open(): void {
    retry = null;
    const url = urls[failures % urls.length] ?? '';
    const opened = connect(url, {
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
      will: { topic: willTopic, payload: Buffer.from(presence(false)), qos: 1, retain: false },
    });
    client = opened;
    let wasConnected = false;
    opened.on('connect', () => {
      wasConnected = true;
      connectedAt = performance.now();
      onNews({ type: 'connected' });
    });
    opened.on('message', (topic, payload) =>
      onNews({ type: 'message', topic, payload: payload.toString('utf8') }),
    );
    opened.on('error', (error) => log.warn({ deviceId, url, reason: error.message }, 'Connection failed'));
    opened.on('close', () => {
      if (client !== opened) return;
      client = null;
      opened.removeAllListeners();
      // What is still under way inside the client may fail; nobody is there to hear of it.
      opened.on('error', () => {});
      opened.end(true);
      if (wasConnected && performance.now() - connectedAt > settledMs) failures = 0;
      if (wasConnected) onNews({ type: 'disconnected' });
      scheduleRetry();
    });
  }

  /** Whether this is still the connection an answer belongs to. */
  const isCurrent = (one: MqttClient): boolean => one === client;

  return {
    start: () => {
      isStopped = false;
      open();
    },
    publish: (topic, payload, qos) => {
      if (client?.connected) client.publish(topic, payload, { qos });
    },
    subscribe: (filters) => {
      const current = client;
      if (!current?.connected) return;
      current.subscribe([...filters], { qos: 1 }, (_error, _granted, suback) => {
        // Without a SUBACK the connection has ended. Denied filters make an error of the whole answer;
        // its codes still tell them apart [MQTT-3.9.3-2].
        const codes: unknown = suback && 'granted' in suback ? suback.granted : undefined;
        if (!isCurrent(current) || !Array.isArray(codes)) return;
        onNews({ type: 'subscribed', refused: filters.filter((_, index) => codes[index] === 0x80) });
      });
    },
    unsubscribe: (filters) => {
      if (client?.connected) client.unsubscribe([...filters]);
    },
    stop: async () => {
      isStopped = true;
      if (retry) clearTimeout(retry);
      const leaving = client;
      client = null;
      if (!leaving) return;
      leaving.removeAllListeners();
      leaving.on('error', () => {});
      if (leaving.connected) {
        await Promise.race([
          leaving.publishAsync(willTopic, presence(false), { qos: 1 }).catch(() => undefined),
          new Promise((resolve) => setTimeout(resolve, goodbyeMs).unref()),
        ]);
      }
      await Promise.race([
        leaving.endAsync().catch(() => undefined),
        new Promise((resolve) => setTimeout(resolve, goodbyeMs).unref()),
      ]);
    },
  };
};
