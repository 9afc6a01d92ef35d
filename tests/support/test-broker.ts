import { deviceAcl } from '#protocol';
import { type Broker, createBroker } from '../../broker/broker.ts';
import type { BrokerConfig, Principal } from '../../broker/broker-config.ts';
import { createRecordingLog, type LogLine } from './recording-log.ts';

/** May do everything that the broker itself does not forbid, wildcards included. */
export const MONITOR = 'monitor';

/** The area whose documents every test device follows. */
export const TEST_AREA = '07888@2020-01-01';

export const principalOf = (id: string): Principal =>
  id === MONITOR
    ? { id, maySubscribe: () => true, mayPublish: () => true }
    : { id, ...deviceAcl({ deviceId: id, areaKeys: [TEST_AREA] }) };

/** Accepts every user name with the password `secret of <name>`. */
export const authenticateTest: BrokerConfig['authenticate'] = async ({ username, password }) =>
  password?.toString() === `secret of ${username}` ? principalOf(username) : null;

/** A broker for the loopback interface, not yet started; its lines are dropped unless a log is given. */
export const createTestBroker = (overrides: Partial<BrokerConfig> = {}): Broker =>
  createBroker({
    listeners: [{ kind: 'tcp', host: '127.0.0.1', port: 0 }],
    authenticate: authenticateTest,
    log: createRecordingLog().log,
    ...overrides,
  });

export type TestBroker = Readonly<{ broker: Broker; port: number; lines: readonly LogLine[] }>;

/** A started broker on a free port of the loopback interface. */
export const startTestBroker = async (overrides: Partial<BrokerConfig> = {}): Promise<TestBroker> => {
  const { log, lines } = createRecordingLog();
  const broker = createTestBroker({ log, ...overrides });
  return { broker, port: await startOnPort(broker), lines };
};

/** Starts a broker; resolves with the port of its first listener. */
export const startOnPort = async (broker: Broker): Promise<number> => {
  const [address] = await broker.start();
  if (!address) throw new Error('the broker listens nowhere');
  return address.port;
};

/** The next event of a registration such as `broker.onConnect`. */
export const nextEvent = <Values extends readonly unknown[]>(
  register: (handler: (...values: Values) => void) => () => void,
  accept: (...values: Values) => boolean = () => true,
): Promise<Values> =>
  new Promise((resolve) => {
    const unregister = register((...values) => {
      if (!accept(...values)) return;
      unregister();
      resolve(values);
    });
  });
