import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import mqttPacket, { type IConnackPacket, type IConnectPacket, type Packet } from 'mqtt-packet';

type Received<Command extends Packet['cmd']> = Extract<Packet, { cmd: Command }>;

/** An MQTT client without manners: it sends what it is told, and reads only while it likes. */
export type RawMqtt = Readonly<{
  socket: Socket;
  send: (packet: Packet) => void;
  sendBytes: (bytes: Uint8Array) => void;
  /** The next packet of this kind that has not been taken yet. */
  next: <Command extends Packet['cmd']>(command: Command) => Promise<Received<Command>>;
  /** Stops reading, as a device that hangs: the broker's socket fills. */
  freeze: () => void;
  /** Resolves when the connection has ended, for whatever reason. */
  closed: Promise<void>;
  destroy: () => void;
}>;

type Waiter = { command: Packet['cmd']; resolve: (packet: Packet) => void; reject: (error: Error) => void };

const isOf = <Command extends Packet['cmd']>(packet: Packet, command: Command): packet is Received<Command> =>
  packet.cmd === command;

/** Opens a TCP connection to a broker, or speaks over a socket that is open already. */
export const openRawMqtt = async (target: number | Socket): Promise<RawMqtt> => {
  const socket = typeof target === 'number' ? connectTcp({ port: target, host: '127.0.0.1' }) : target;
  if (typeof target === 'number') await once(socket, 'connect');

  const untaken: Packet[] = [];
  const waiters: Waiter[] = [];
  const parser = mqttPacket.parser();
  parser.on('packet', (packet: Packet) => {
    const index = waiters.findIndex(({ command }) => command === packet.cmd);
    if (index < 0) untaken.push(packet);
    else waiters.splice(index, 1)[0]?.resolve(packet);
  });
  parser.on('error', (error) => socket.destroy(error));
  socket.on('data', (chunk) => parser.parse(chunk));
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      for (const { command, reject } of waiters) reject(new Error(`connection closed before ${command}`));
      resolve();
    });
  });

  return {
    socket,
    send: (packet) => {
      socket.write(mqttPacket.generate(packet));
    },
    sendBytes: (bytes) => {
      socket.write(bytes);
    },
    next: async (command) => {
      const index = untaken.findIndex((packet) => packet.cmd === command);
      const packet =
        index >= 0
          ? untaken.splice(index, 1)[0]
          : await new Promise<Packet>((resolve, reject) => waiters.push({ command, resolve, reject }));
      if (!packet || !isOf(packet, command)) throw new Error(`no ${command}`);
      return packet;
    },
    freeze: () => {
      socket.pause();
    },
    closed,
    destroy: () => {
      socket.destroy();
    },
  };
};

type ConnectFields = Omit<Partial<IConnectPacket>, 'cmd' | 'clientId'>;

/** A CONNECT that does not say who it is. */
export const anonymousPacket = (clientId: string, fields: ConnectFields = {}): IConnectPacket => ({
  cmd: 'connect',
  protocolId: 'MQTT',
  protocolVersion: 4,
  clean: true,
  keepalive: 0,
  clientId,
  ...fields,
});

/** A CONNECT with the credentials that the test broker accepts. */
export const connectPacket = (clientId: string, fields: ConnectFields = {}): IConnectPacket =>
  anonymousPacket(clientId, {
    username: clientId,
    password: Buffer.from(`secret of ${clientId}`),
    ...fields,
  });

/** Opens a connection and sends its CONNECT; resolves with the broker's answer. */
export const connectRawMqtt = async (
  target: number | Socket,
  connect: string | IConnectPacket,
): Promise<RawMqtt & { connack: IConnackPacket }> => {
  const raw = await openRawMqtt(target);
  raw.send(typeof connect === 'string' ? connectPacket(connect) : connect);
  return { ...raw, connack: await raw.next('connack') };
};

/** Subscribes with QoS 1; resolves with the granted codes. */
export const subscribeRaw = async (raw: RawMqtt, ...filters: string[]): Promise<readonly unknown[]> => {
  const subscriptions = filters.map((topic) => ({ topic, qos: 1 as const }));
  raw.send({ cmd: 'subscribe', messageId: 1, subscriptions });
  return (await raw.next('suback')).granted;
};

export const publishPacket = (
  topic: string,
  payload: string | Buffer,
  fields: { qos?: 0 | 1 | 2; retain?: boolean; messageId?: number; dup?: boolean } = {},
): Packet => ({ cmd: 'publish', topic, payload, qos: 0, retain: false, dup: false, ...fields });
