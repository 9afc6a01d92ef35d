import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programDocument, topics } from '#protocol';
import { type ChaosField, createChaosField } from '../support/chaos-field.ts';
import { type CuttableNetwork, createCuttableNetwork } from '../support/cuttable-network.ts';
import { type BrokerProcess, runBroker } from '../support/run-broker.ts';
import { waitUntil } from '../support/wait-until.ts';

/** What a loudspeaker that subscribes now is handed at once. */
const retainedProgram = async (url: string, areaKey: string): Promise<string> => {
  const client = await connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0 });
  try {
    let handed: string | undefined;
    client.on('message', (_topic, payload, { retain }) => {
      if (retain) handed = payload.toString();
    });
    await client.subscribeAsync(topics.program(areaKey), { qos: 1 });
    return await waitUntil('the program in the new broker', () => handed);
  } finally {
    await client.endAsync(true);
  }
};

describe('during a session with a broker of its own', () => {
  let broker: BrokerProcess;
  let network: CuttableNetwork;
  let field: ChaosField;
  beforeAll(async () => {
    broker = await runBroker();
    network = await createCuttableNetwork(broker.port);
    field = await createChaosField({
      env: { MQTT_URL: broker.url },
      mqttUrl: async () => `mqtt://127.0.0.1:${network.port}`,
    });
  });
  afterAll(async () => {
    await field?.stop();
    await network?.stop();
    await broker?.kill();
  });

  it('the broker killed: loudspeakers play on, it is filled again, and the log is complete', async () => {
    const placed = await field.place();
    await field.begun(placed, 1);
    await broker.kill();
    await field.begun(placed, 3);
    broker = await runBroker(broker.port);
    const rows = await field.completeLog(placed);
    expect(rows.every(({ outcome, deviation }) => outcome === 'played' && deviation === null)).toBe(true);
    await field.expectFaithful(rows);
    await field.expectCoverage();
    const jws = await retainedProgram(broker.url, field.areaKey);
    const payload: unknown = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString());
    expect(programDocument.parse(payload).items.map(({ sessionId }) => sessionId)).toContain(placed.id);
  });

  it('the network cut: loudspeakers play on, and tell all once it is mended', async () => {
    const placed = await field.place();
    await field.begun(placed, 1);
    network.cut();
    await field.begun(placed, 4);
    network.mend();
    const rows = await field.completeLog(placed);
    expect(rows.every(({ outcome, deviation }) => outcome === 'played' && deviation === null)).toBe(true);
    await field.expectFaithful(rows);
    await field.expectCoverage();
  });
});
