import { createServer } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { keyId, publicPart } from '#protocol';
import { claim } from '../../device-sim/shell/claim.ts';
import { testPrivateKey } from '../support/test-signers.ts';

const rootKey = publicPart(testPrivateKey());
const identity = { deviceId: 'dev-1', secret: 's'.repeat(43), mqttUrls: ['mqtt://127.0.0.1:1883'], rootKey };
const code = 'K7QM-2XWD-9RTA-4HPV';

const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(identity));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** A controller that gives everybody the same identity. */
const serve = async (): Promise<{ controllerUrl: string; fingerprint: null }> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return { controllerUrl: `http://127.0.0.1:${port}`, fingerprint: null };
};

it('a claim by a typed code takes the answer of whoever is there', async () => {
  expect(await claim(await serve(), code)).toMatchObject({ deviceId: 'dev-1', rootKey });
});

it('a claim by QR code takes an answer with the root key that the code names', async () => {
  const place = { ...(await serve()), rootKeyId: await keyId(rootKey) };
  expect(await claim(place, code)).toMatchObject({ deviceId: 'dev-1' });
});

it('a claim by QR code refuses an answer with another root key', async () => {
  const refused = claim({ ...(await serve()), rootKeyId: 'R'.repeat(43) }, code);
  await expect(refused).rejects.toMatchObject({ name: 'SwappedRootKey' });
});
