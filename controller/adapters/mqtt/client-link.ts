import { connect } from 'mqtt';
import { upstreamFilters } from '#protocol';
import type { DeviceLink, Log } from '../../app/ports/runtime.ts';

/** Speaks to devices through an external MQTT 3.1.1 broker. Its own retained flag makes it hold our documents. */
export const clientLink = (options: {
  url: string;
  log: Log;
}): DeviceLink & { stop: () => Promise<void> } => {
  const { url, log } = options;
  const client = connect(url, {
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: 1_000,
    queueQoSZero: false,
  });
  const listeners = new Set<(up: boolean) => void>();
  let up = false;
  const change = (now: boolean): void => {
    if (now === up) return;
    up = now;
    log.info({ up }, 'The MQTT connection changed');
    for (const listener of listeners) listener(up);
  };

  client.on('connect', () => {
    client.subscribe([...upstreamFilters], { qos: 1 }, (error) => {
      if (error) log.error({ err: error }, 'The broker refused the subscription to devices');
      else change(true);
    });
  });
  client.on('close', () => change(false));
  client.on('error', (error) => log.warn({ err: error }, 'The MQTT connection failed'));

  return {
    publish: async (topic, payload, { qos, retain }) => {
      await client.publishAsync(topic, payload, { qos, retain });
    },
    onMessage: (handler) => {
      client.on('message', (topic, payload, { retain }) => {
        // What a device had the broker keep is of any age: no sign of life, however often it is handed out.
        if (!retain) handler(topic, payload);
      });
    },
    isUp: () => up,
    onUpChange: (handler) => {
      listeners.add(handler);
    },
    // A broker of another make has no common way to drop a client: its own management interface does that.
    disconnect: (deviceId) =>
      log.info({ deviceId }, 'An external broker keeps this connection until it ends'),
    stop: () => client.endAsync(),
  };
};
