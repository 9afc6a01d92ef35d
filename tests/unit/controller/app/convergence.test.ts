import { beforeEach, describe, expect, it } from 'vitest';
import { topics } from '#protocol';
import { createConvergence } from '../../../../controller/app/convergence.ts';
import { beforeMorning, caoXa, heartbeatAt, minute } from '../../../support/device-field.ts';
import { createIngestField, type IngestField, topicsOf } from '../../../support/ingest-field.ts';
import { silentLog } from '../../../support/silent-log.ts';

const second = 1_000;
let field: IngestField;
let issued: Map<string, { version: number; issuedAt: number }>;
let commands: string[];
let configs: [string, number][];

beforeEach(async () => {
  field = await createIngestField({ at: beforeMorning });
  issued = new Map();
  commands = [];
  configs = [];
  const convergence = createConvergence({
    ...field,
    log: silentLog,
    issued: (topic) => issued.get(topic),
    documents: { command: async (deviceId, command) => ({ topic: topics.command(deviceId), jws: command }) },
    bringConfig: ({ device }, held) => configs.push([device.id, held]),
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

  it('is left alone as soon as it caught up, and while it is not heard', async () => {
    publish(5);
    await pass(2 * minute, { 'dev-1': 5 });
    await field.clock.advance(10 * minute);
    publish(6);
    await field.clock.advance(10 * minute);
    expect(field.link.published).toEqual([]);
  });
});

it('configs are brought to devices that only send heartbeats', async () => {
  await pass(15 * second, { 'dev-1': 5 });
  expect(configs).toContainEqual(['dev-1', 3]);
  expect(configs.map(([deviceId]) => deviceId)).not.toContain('dev-2');
});
