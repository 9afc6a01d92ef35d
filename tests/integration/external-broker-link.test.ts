import { expect, it, onTestFinished } from 'vitest';
import { topics } from '#protocol';
import { clientLink } from '../../controller/adapters/mqtt/client-link.ts';
import { silentLog } from '../support/silent-log.ts';
import { startTestBroker } from '../support/test-broker.ts';
import { waitUntil } from '../support/wait-until.ts';

it('a controller on an external broker hears nothing that the broker kept: it is no sign of life', async () => {
  const { broker, port } = await startTestBroker({
    authenticate: async ({ clientId }) => ({
      id: clientId,
      maySubscribe: () => true,
      mayPublish: () => true,
    }),
  });
  onTestFinished(() => broker.stop());
  // Any device may set the flag where the broker lets it.
  await broker.publish(topics.presence('dev-1'), '{"online":true}', { qos: 1, retain: true });
  const link = clientLink({ url: `mqtt://controller:secret@127.0.0.1:${port}`, log: silentLog });
  onTestFinished(link.stop);
  const heard: string[] = [];
  link.onMessage((topic) => heard.push(topic));
  await waitUntil('the connection', link.isUp);
  await broker.publish(topics.presence('dev-2'), '{"online":true}', { qos: 1, retain: false });
  await waitUntil('a message', () => heard.length > 0);
  expect(heard).toEqual([topics.presence('dev-2')]);
});
