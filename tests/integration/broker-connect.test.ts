import { connectAsync } from 'mqtt';
import { describe, expect, it } from 'vitest';
import { topics } from '#protocol';
import {
  anonymousPacket,
  connectPacket,
  connectRawMqtt,
  openRawMqtt,
  subscribeRaw,
} from '../support/raw-mqtt.ts';
import { nextEvent, principalOf } from '../support/test-broker.ts';
import { useTestBroker } from '../support/use-test-broker.ts';

const start = useTestBroker();

describe('who may connect', () => {
  it('accepts a device with its own credentials', async () => {
    const { broker, port } = await start();
    const connected = nextEvent(broker.onConnect);
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, {
      clientId: 'dev_1',
      username: 'dev_1',
      password: 'secret of dev_1',
    });
    expect(await connected).toEqual(['dev_1']);
    expect([...broker.clients()]).toEqual([{ clientId: 'dev_1', remoteAddress: '127.0.0.1' }]);
    const left = nextEvent(broker.onDisconnect);
    await client.endAsync();
    expect(await left).toEqual(['dev_1']);
    expect(broker.stats()).toMatchObject({ clients: 0, connects: 1, disconnects: 1, connectsRefused: 0 });
  });

  it.each([
    ['no credentials', anonymousPacket('dev_1'), 4],
    ['a user name without a password', anonymousPacket('dev_1', { username: 'dev_1' }), 4],
    ['a wrong password', connectPacket('dev_1', { password: Buffer.from('88888888') }), 4],
    ['the client id of someone else', { ...connectPacket('dev_2'), clientId: 'dev_1' }, 2],
    ['an empty client id', { ...connectPacket('dev_1'), clientId: '' }, 2],
    ['an unknown version of MQTT', connectPacket('dev_1', { protocolVersion: 5 }), 1],
  ])('refuses %s', async (_name, packet, returnCode) => {
    const { broker, port } = await start();
    const raw = await connectRawMqtt(port, packet);
    expect(raw.connack).toMatchObject({ returnCode, sessionPresent: false });
    await raw.closed;
    expect(broker.stats()).toMatchObject({ clients: 0, connects: 0, connectsRefused: 1 });
  });

  it('answers "server unavailable" when credentials cannot be checked, so that devices try again', async () => {
    const { port, lines } = await start({
      authenticate: () => Promise.reject(new Error('database is locked')),
    });
    const raw = await connectRawMqtt(port, 'dev_1');
    expect(raw.connack.returnCode).toBe(3);
    await raw.closed;
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', sentence: 'credentials could not be checked' }),
    );
  });

  it('hands client id, user name, password and address to the check', async () => {
    const seen: object[] = [];
    const { port } = await start({
      authenticate: async (credentials) => {
        seen.push(credentials);
        return principalOf('dev_1');
      },
    });
    await connectRawMqtt(
      port,
      connectPacket('dev_1', { username: 'receiver', password: Buffer.from([0, 255]) }),
    );
    expect(seen).toEqual([
      {
        clientId: 'dev_1',
        username: 'receiver',
        password: Buffer.from([0, 255]),
        remoteAddress: '127.0.0.1',
      },
    ]);
  });

  it('keeps no session for a client that asks for one', async () => {
    const { broker, port } = await start();
    const persistent = connectPacket('dev_1', { clean: false });
    const first = await connectRawMqtt(port, persistent);
    await subscribeRaw(first, topics.config('dev_1'));
    const left = nextEvent(broker.onDisconnect);
    first.destroy();
    await left;
    await broker.publish(topics.config('dev_1'), 'missed', { qos: 1, retain: false });
    const second = await connectRawMqtt(port, persistent);
    expect(second.connack.sessionPresent).toBe(false);
    await broker.publish(topics.config('dev_1'), 'not subscribed', { qos: 1, retain: false });
    await subscribeRaw(second, topics.config('dev_1'));
    await broker.publish(topics.config('dev_1'), 'received', { qos: 1, retain: false });
    expect((await second.next('publish')).payload.toString()).toBe('received');
  });
});

describe('takeover [MQTT-3.1.4-2]', () => {
  it('closes the old connection, delivers its will and keeps the new one', async () => {
    const { broker, port } = await start();
    const events: string[] = [];
    broker.onConnect((id) => events.push(`connect ${id}`));
    broker.onDisconnect((id) => events.push(`disconnect ${id}`));
    broker.onPublish((topic, payload) => events.push(`${topic} ${payload}`));
    const presence = topics.presence('dev_1');
    const will = { topic: presence, payload: Buffer.from('offline'), qos: 1 as const, retain: false };
    const older = await connectRawMqtt(port, connectPacket('dev_1', { will }));
    const newer = await connectRawMqtt(port, 'dev_1');
    await older.closed;
    expect(newer.connack.returnCode).toBe(0);
    expect(events).toEqual(['connect dev_1', `${presence} offline`, 'disconnect dev_1', 'connect dev_1']);
    await subscribeRaw(newer, topics.config('dev_1'));
    await broker.publish(topics.config('dev_1'), 'still here', { qos: 1, retain: false });
    expect((await newer.next('publish')).payload.toString()).toBe('still here');
  });

  it('leaves one connection when many with the same client id arrive at once', async () => {
    const { broker, port } = await start();
    const attempts = await Promise.all(
      Array.from({ length: 20 }, () => connectRawMqtt(port, 'dev_1').catch(() => undefined)),
    );
    const survivors = attempts.filter((raw) => raw !== undefined);
    expect([...broker.clients()]).toHaveLength(1);
    const { connects, disconnects } = broker.stats();
    expect(connects - disconnects).toBe(1);
    expect(broker.disconnect('dev_1')).toBe(true);
    await Promise.all(survivors.map(({ closed }) => closed));
    expect(broker.stats().clients).toBe(0);
  });

  it.each(['while its credentials are checked', 'while the older connection ends'])(
    'lets nobody in whose rights end %s',
    async (when) => {
      const rights = { hold: true };
      const revoke = (): void => {
        rights.hold = false;
        broker.disconnect('dev_1');
      };
      let isFirst = true;
      const { broker, port } = await start({
        authenticate: async () => {
          const principal = rights.hold ? principalOf('dev_1') : null;
          if (!isFirst && when.includes('credentials')) revoke();
          isFirst = false;
          return principal;
        },
      });
      const presence = topics.presence('dev_1');
      const will = { topic: presence, payload: Buffer.from('offline'), qos: 1 as const, retain: false };
      await connectRawMqtt(port, connectPacket('dev_1', { will }));
      broker.onPublish(revoke);
      const newer = await openRawMqtt(port);
      newer.send(connectPacket('dev_1'));
      await newer.closed;
      expect(broker.stats()).toMatchObject({ clients: 0, connects: 1 });
    },
  );

  it('does not forget a connection that comes while the old one is ending', async () => {
    const { broker, port } = await start();
    for (let round = 0; round < 20; round += 1) {
      const older = await connectRawMqtt(port, 'dev_1');
      older.destroy();
      await connectRawMqtt(port, 'dev_1');
    }
    expect([...broker.clients()]).toHaveLength(1);
    const left = nextEvent(broker.onDisconnect);
    expect(broker.disconnect('dev_1')).toBe(true);
    await left;
    expect(broker.disconnect('dev_1')).toBe(false);
  });
});
