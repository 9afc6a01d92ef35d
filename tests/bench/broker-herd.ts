import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import mqttPacket from 'mqtt-packet';
import { z } from 'zod';
import { createFrameReader } from '../support/mqtt-frames.ts';
import { connectPacket } from '../support/raw-mqtt.ts';
import { serveCalls } from '../support/worker-process.ts';
import { herdDeviceId, herdFilters } from './herd-device.ts';

/** Many devices in a process of its own, as cheap as possible: what is measured is the broker. */

const SUBACK = 9;
const PUBLISH = 3;
const RETRY_AFTER_MS = 100;
const MAX_ATTEMPTS = 50;

let sockets: Socket[] = [];
/** Devices that have not received the message of the current round. */
let awaited = 0;
let lastAt = 0n;
let allReceived: (() => void) | undefined;

const received = (): void => {
  awaited -= 1;
  lastAt = process.hrtime.bigint();
  if (awaited === 0) allReceived?.();
};

/** Connects, subscribes, acknowledges what arrives; resolves with the SUBACK, rejects when cut before it. */
const openOnce = (port: number, index: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const id = herdDeviceId(index);
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.on('error', () => undefined);
    socket.once('close', () => reject(new Error(`${id} was cut`)));
    const subscriptions = herdFilters(index).map((topic) => ({ topic, qos: 1 as const }));
    socket.write(mqttPacket.generate(connectPacket(id)));
    socket.write(mqttPacket.generate({ cmd: 'subscribe', messageId: 1, subscriptions }));
    const read = createFrameReader((frame) => {
      const header = frame[0] ?? 0;
      if (header >> 4 === SUBACK) resolve(socket);
      if (header >> 4 !== PUBLISH) return;
      socket.write(acknowledgement(frame));
      const isRetained = (header & 1) === 1;
      if (!isRetained) received();
    });
    socket.on('data', read);
  });

/** Tries again when cut: a short backlog makes the kernel reset connections of a large herd. */
const openDevice = async (port: number, index: number): Promise<Socket> => {
  for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt += 1) {
    const socket = await openOnce(port, index).catch(() => undefined);
    if (socket) return socket;
    await setTimeout(RETRY_AFTER_MS);
  }
  return openOnce(port, index);
};

/** The PUBACK of a PUBLISH of QoS 1. */
const acknowledgement = (publish: Buffer): Buffer => {
  let topicAt = 1;
  while ((publish[topicAt] ?? 0) >= 0x80) topicAt += 1;
  topicAt += 1;
  const idAt = topicAt + 2 + publish.readUInt16BE(topicAt);
  return Buffer.from([0x40, 2, publish[idAt] ?? 0, publish[idAt + 1] ?? 0]);
};

serveCalls({
  /** All at once, as after a power cut; answers with the milliseconds until the last SUBACK. */
  connect: async (argument) => {
    const { port, devices } = z.object({ port: z.number(), devices: z.number() }).parse(argument);
    const startedAt = performance.now();
    sockets = await Promise.all(Array.from({ length: devices }, (_, index) => openDevice(port, index)));
    return performance.now() - startedAt;
  },
  drop: async () => {
    const closed = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    // A reset leaves no connection waiting behind, so that ports do not run out.
    for (const socket of sockets) socket.resetAndDestroy();
    await Promise.all(closed);
    sockets = [];
  },
  /** Expects one message for each device. */
  expect: async () => {
    awaited = sockets.length;
  },
  /** When the last device had it. */
  last: async () => {
    if (awaited > 0) {
      await new Promise<void>((resolve) => {
        allReceived = resolve;
      });
    }
    return lastAt;
  },
});
