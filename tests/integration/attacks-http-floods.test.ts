import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { openFrontDoor } from '../../controller/composition/front-door.ts';
import { readConfig } from '../../controller/config.ts';

/** Statuses of so many requests for a path, sent in one go. */
const flood = async (port: number, path: string, times: number): Promise<number[]> => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  onTestFinished(() => {
    socket.destroy();
  });
  socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`.repeat(times));
  let received = '';
  for await (const chunk of socket) {
    received += chunk.toString('latin1');
    const statuses = [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
    if (statuses.length >= times) return statuses;
  }
  return [];
};

it.each([
  ['/api/v1/me', [200, 429]],
  ['/%61pi/v1/me', [200, 429]],
  ['/media/../api/v1/me', [200, 429]],
  ['http://localhost/api/v1/me', [200, 429]],
  [`/media/${'a'.repeat(64)}.mp3`, [200]],
])('attack: a flood of %s from one address -> %j', async (path, answers) => {
  const configuration = readConfig({ PORT: '0' });
  if (!configuration.ok) throw new Error(configuration.sentence);
  const { config } = configuration;
  const door = await openFrontDoor({ config, certificate: null, answer: () => new Response(null) });
  onTestFinished(door.server.stop);
  const statuses = await flood(door.server.port, path, 3_000);
  expect([...new Set(statuses)].sort()).toEqual(answers);
});
