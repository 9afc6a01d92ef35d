import { createServer } from 'node:net';
import { Aedes } from 'aedes';

// An MQTT broker of another make, without our rules, in a process of its own, to be killed. Like any broker whose
// memory is gone it begins without retained documents.
const [, , port = '0'] = process.argv;
const broker = await Aedes.createBroker();
const server = createServer(broker.handle);
server.listen(Number(port), '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.stdout.write(`${address?.port}\n`);
});
