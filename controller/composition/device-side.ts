import { type Broker, createBroker } from '../../broker/broker.ts';
import type { ListenerConfig } from '../../broker/broker-config.ts';
import { clientLink } from '../adapters/mqtt/client-link.ts';
import { embeddedLink } from '../adapters/mqtt/embedded-link.ts';
import { sha256 } from '../adapters/random.ts';
import type { ServerCertificate } from '../adapters/tls/server-certificate.ts';
import { createDeviceAccess } from '../app/devices/device-access.ts';
import type { DeviceLink } from '../app/ports/runtime.ts';
import type { Config } from '../config.ts';
import { isLoopback } from '../domain/loopback.ts';
import type { Foundations } from './foundations.ts';

/** Ports on which the embedded broker listens; null for what is not served. */
export type MqttPorts = Readonly<{ mqtt: number | null; mqtts: number | null; wss: number | null }>;

/** The way to devices: a broker in this process, or a client of an external one. */
export type DeviceSide = Readonly<{
  broker: Broker | null;
  link: DeviceLink;
  /** Lets devices in. */
  open: () => Promise<MqttPorts>;
  /** Where devices are told to connect. Plain TCP only where nothing better is served. */
  urls: (host: string) => readonly string[];
  stop: () => Promise<void>;
}>;

const listenersOf = ({ mqtt }: Config, certificate: ServerCertificate | null): ListenerConfig[] => {
  const { host, port, tlsHost, tlsPort, wssPort } = mqtt;
  const pair = certificate?.current();
  const secure = (kind: 'tls' | 'wss', at: number | null): ListenerConfig[] =>
    pair && at !== null ? [{ kind, host: tlsHost, port: at, key: pair.key, cert: pair.cert }] : [];
  return [{ kind: 'tcp', host, port }, ...secure('tls', tlsPort), ...secure('wss', wssPort)];
};

export const createDeviceSide = (
  config: Config,
  { directory, log }: Foundations,
  certificate: ServerCertificate | null,
): DeviceSide => {
  const { externalUrl } = config.mqtt;
  let ports: MqttPorts = { mqtt: null, mqtts: null, wss: null };
  if (externalUrl !== null) {
    const external = clientLink({ url: externalUrl, log });
    return {
      broker: null,
      link: external,
      open: async () => ports,
      urls: () => [externalUrl],
      stop: external.stop,
    };
  }
  const authenticate = createDeviceAccess({ directory, digest: sha256 });
  const broker = createBroker({
    listeners: listenersOf(config, certificate),
    authenticate: async (credentials) => authenticate(credentials),
    log: log.child({ component: 'broker' }),
  });
  certificate?.onChange(broker.renewCertificate);
  return {
    broker,
    link: embeddedLink(broker),
    open: async () => {
      const addresses = await broker.start();
      const portOf = (kind: ListenerConfig['kind']): number | null =>
        addresses.find((address) => address.kind === kind)?.port ?? null;
      ports = { mqtt: portOf('tcp'), mqtts: portOf('tls'), wss: portOf('wss') };
      return ports;
    },
    urls: (host) => {
      const secure = [
        ...(ports.mqtts === null ? [] : [`mqtts://${host}:${ports.mqtts}`]),
        ...(ports.wss === null ? [] : [`wss://${host}:${ports.wss}`]),
      ];
      if (secure.length > 0) return secure;
      return [`mqtt://${isLoopback(config.mqtt.host) ? '127.0.0.1' : host}:${ports.mqtt}`];
    },
    stop: broker.stop,
  };
};
