import { beforeEach, describe, expect, it } from 'vitest';
import { topics } from '#protocol';
import { createConvergence } from '../../../../../controller/app/devices/convergence.ts';
import type { ComingSession } from '../../../../../controller/app/sessions/coming-sessions.ts';
import {
  beforeMorning,
  caoXa,
  clusterRow,
  deviceRow,
  district,
  heartbeatAt,
  minute,
  tuXa,
} from '../../../../support/device-field.ts';
import { createIngestField, type IngestField, topicsOf } from '../../../../support/ingest-field.ts';
import { silentLog } from '../../../../support/silent-log.ts';

const second = 1_000;
let field: IngestField;
let issued: Map<string, { version: number; issuedAt: number }>;
let commands: string[];
let configs: [string, number][];
let coming: ComingSession[];

beforeEach(async () => {
  field = await createIngestField({ at: beforeMorning });
  issued = new Map();
  commands = [];
  configs = [];
  coming = [];
  const convergence = createConvergence({
    ...field,
    log: silentLog,
    issued: (topic) => issued.get(topic),
    documents: { command: async (deviceId, command) => ({ topic: topics.command(deviceId), jws: command }) },
    bringConfig: ({ device }, held) => configs.push([device.id, held]),
    coming: async () => coming,
    patienceMs: 30 * second,
  });
  convergence.start();
});

const publish = (version: number): void => {
  issued.set(topics.program(caoXa.key), { version, issuedAt: field.clock.now() });
};
/** Lets time pass while both devices send heartbeats with the program versions they hold. */
const pass = async (ms: number, held: { 'dev-1': number; 'dev-2'?: number }): Promise<void> => {
  for (let passed = 0; passed < ms; passed += 5 * second) {
    for (const [deviceId, program] of Object.entries(held)) {
      const heartbeat = heartbeatAt(field.clock.now(), { versions: { program, config: 3 } });
      field.send(topicsOf(deviceId).heartbeat, heartbeat);
    }
    await field.clock.advance(5 * second);
  }
  commands = field.link.published.map(({ topic }) => topic);
};

describe('a device that holds an older program than was published', () => {
  it('is asked to subscribe again, after time enough for an ordinary delivery', async () => {
    publish(5);
    await pass(30 * second, { 'dev-1': 4, 'dev-2': 5 });
    expect(commands).toEqual([]);
    await pass(15 * second, { 'dev-1': 4, 'dev-2': 5 });
    expect(commands).toEqual([topicsOf('dev-1').command]);
    expect(field.link.published[0]).toMatchObject({ payload: 'resync', retain: false });
  });

  it('is given time when it has just come back: everything retained reaches it by itself', async () => {
    publish(5);
    await field.clock.advance(10 * minute);
    await pass(25 * second, { 'dev-1': 4 });
    expect(commands).toEqual([]);
    await pass(15 * second, { 'dev-1': 4 });
    expect(commands).toEqual([topicsOf('dev-1').command]);
  });

  it('is asked less and less often while that does not help', async () => {
    publish(5);
    await pass(20 * minute, { 'dev-1': 4 });
    expect(commands.length).toBeGreaterThan(2);
    expect(commands.length).toBeLessThan(7);
  });

  it('is asked every minute again while a session is about to begin where it is', async () => {
    publish(5);
    await pass(40 * minute, { 'dev-1': 4 });
    const before = commands.length;
    coming = [
      { sessionId: 'ses_1', startAt: field.clock.now() + 15 * minute, areaKeys: new Set([caoXa.key]) },
    ];
    await pass(10 * minute, { 'dev-1': 4 });
    expect(commands.length - before).toBeGreaterThanOrEqual(9);
  });

  it('is left alone as soon as it caught up, and while it is not heard', async () => {
    publish(5);
    await pass(2 * minute, { 'dev-1': 5 });
    await field.clock.advance(10 * minute);
    publish(6);
    await field.clock.advance(10 * minute);
    expect(field.link.published).toEqual([]);
  });
});

it('a device that lacks the announcements of an area above its commune is asked too', async () => {
  const { key } = district;
  issued.set(topics.announcements(key), { version: 7, issuedAt: field.clock.now() });
  for (let passed = 0; passed < 45; passed += 5) {
    for (const [deviceId, version] of [
      ['dev-1', 6],
      ['dev-2', 7],
    ] as const) {
      const versions = { config: 3, [`announcements:${key}`]: version };
      field.send(topicsOf(deviceId).heartbeat, heartbeatAt(field.clock.now(), { versions }));
    }
    await field.clock.advance(5 * second);
  }
  expect(field.link.published.map(({ topic }) => topic)).toEqual([topicsOf('dev-1').command]);
});

it('configs are brought to devices that only send heartbeats', async () => {
  await pass(15 * second, { 'dev-1': 5 });
  expect(configs).toContainEqual(['dev-1', 3]);
  expect(configs.map(([deviceId]) => deviceId)).not.toContain('dev-2');
});

it('of a province that is behind those are asked first where a session is about to begin', async () => {
  const others = Array.from({ length: 300 }, (_, index) => String(index + 10));
  await field.directory.addClusters(others.map((id) => clusterRow(id)));
  await field.directory.addDevices(others.map((id) => deviceRow(`dev-${id}`, id)));
  await field.directory.addClusters([clusterRow('soon', { areaKey: tuXa.key })]);
  await field.directory.addDevices([deviceRow('dev-soon', 'soon')]);
  coming = [{ sessionId: 'ses_1', startAt: beforeMorning + 15 * minute, areaKeys: new Set([tuXa.key]) }];
  for (const { key } of [caoXa, tuXa])
    issued.set(topics.program(key), { version: 5, issuedAt: field.clock.now() });
  const everybody = Object.fromEntries([...others, 'soon'].map((id) => [`dev-${id}`, 4]));
  await pass(40 * second, { 'dev-1': 5, ...everybody });
  expect(commands).toHaveLength(200);
  expect(commands[0]).toBe(topicsOf('dev-soon').command);
});
