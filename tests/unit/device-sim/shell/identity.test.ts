import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { claimRequest, createSigner, publicPart } from '#protocol';
import { obtainIdentity } from '../../../../device-sim/fleet/identity-source.ts';
import { parseProvisions } from '../../../../device-sim/fleet/provision.ts';
import { createPrivateKey, loadIdentity, saveIdentity } from '../../../../device-sim/shell/identity.ts';
import { listen } from '../../../support/listen.ts';
import { silentLog } from '../../../support/silent-log.ts';

const root = mkdtempSync(join(tmpdir(), 'identity-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const given = () => ({
  deviceId: 'dev-1',
  secret: 's'.repeat(43),
  privateKey: createPrivateKey(),
  rootKey: publicPart(createPrivateKey()),
  mqttUrls: ['mqtt://127.0.0.1:1883'],
});

describe('an identity', () => {
  it('is kept where only its owner can read it', async () => {
    const path = join(root, 'kept', 'identity.json');
    const value = given();
    await saveIdentity(path, value);
    expect(await loadIdentity(path)).toEqual(value);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('that is not there is not an error; one that is unreadable is, and says what to do', async () => {
    expect(await loadIdentity(join(root, 'none.json'))).toBeNull();
    const path = join(root, 'broken.json');
    writeFileSync(path, '{');
    await expect(loadIdentity(path)).rejects.toThrow(/remove the file to claim the device anew/);
  });

  it('has a key of its own that signs', async () => {
    const key = createPrivateKey();
    expect(key).not.toEqual(createPrivateKey());
    const signer = await createSigner(key);
    expect((await signer.sign({})).split('.')).toHaveLength(3);
  });
});

describe('a claim', () => {
  const serve = async (answer: (body: unknown, count: number) => { status: number; body: unknown }) => {
    const bodies: { method: string | undefined; url: string | undefined; body: unknown }[] = [];
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body: unknown = JSON.parse(Buffer.concat(parts).toString());
        bodies.push({ method: request.method, url: request.url, body });
        const { status, body: reply } = answer(body, bodies.length);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
      });
    });
    return { bodies, url: await listen(server), close: () => server.close() };
  };
  const good = () => {
    const { deviceId, secret, mqttUrls, rootKey } = given();
    return { status: 201, body: { deviceId, secret, mqttUrls, rootKey } };
  };
  const [provision] = parseProvisions('{"claimCode":"ABCD-EFGH-JKLM","serial":"TT-4G-50-0001"}');
  if (!provision) throw new Error('No provision');
  const obtain = (controllerUrl: string, folder: string | null, code?: string) =>
    obtainIdentity({
      provision: code === undefined ? provision : { claimCode: code },
      folder,
      place: { controllerUrl, fingerprint: null },
      random: () => 0,
      signal: new AbortController().signal,
      log: silentLog,
    });

  it('sends the code and the new public key, and is made once', async () => {
    const server = await serve(good);
    const folder = join(root, 'claimed');
    const first = await obtain(server.url, folder);
    expect(await obtain(server.url, folder)).toEqual({ ...first, claimedWith: expect.any(String) });
    server.close();
    expect(server.bodies).toEqual([
      {
        method: 'POST',
        url: '/api/v1/claims',
        body: { code: 'ABCD-EFGH-JKLM', publicKey: publicPart(first.privateKey) },
      },
    ]);
    expect(claimRequest.safeParse(server.bodies[0]?.body).success).toBe(true);
    expect(JSON.stringify(server.bodies)).not.toContain(first.privateKey.d);
  });

  it('with another code begins anew and leaves nothing of the old device', async () => {
    const server = await serve(good);
    const folder = join(root, 'again');
    await obtain(server.url, folder);
    writeFileSync(join(folder, 'state.json'), '{}');
    const second = await obtain(server.url, folder, 'NEW-CODE-1');
    server.close();
    expect(server.bodies).toHaveLength(2);
    expect(await loadIdentity(join(folder, 'identity.json'))).toMatchObject({
      privateKey: second.privateKey,
    });
    expect(() => statSync(join(folder, 'state.json'))).toThrow(/ENOENT/);
  });

  it('is repeated while the controller is busy, and given up when it says no', async () => {
    const busy = await serve((_body, count) => (count < 2 ? { status: 503, body: {} } : good()));
    expect((await obtain(busy.url, null)).deviceId).toBe('dev-1');
    busy.close();
    const strict = await serve(() => ({ status: 409, body: { title: 'Mã đã dùng' } }));
    await expect(obtain(strict.url, null)).rejects.toThrow(/refused the claim code \(409\).*Mã đã dùng/);
    strict.close();
    expect(strict.bodies).toHaveLength(1);
  });
});

describe('a provision file', () => {
  it('holds one device a line', () => {
    const identity = JSON.stringify({ ...given(), fault: 'wire-cut' });
    const text = `# fleet\n\n{"claimCode":"12345678"}\n${identity}\n`;
    expect(parseProvisions(text)).toEqual([{ claimCode: '12345678' }, JSON.parse(identity)]);
  });

  it.each([
    ['{"claimCode":"12345678"}\n{', /Line 2/],
    ['{"claimCode":"short"}', /Line 1/],
    ['{"claimCode":"12345678","fault":"rust"}', /Line 1/],
    ['{"claimCode":"12345678","serial":"../../etc"}', /Line 1/],
  ])('with %j names the line that is wrong', (text, message) => {
    expect(() => parseProvisions(text)).toThrow(message);
  });
});
