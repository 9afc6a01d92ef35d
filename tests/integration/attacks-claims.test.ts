import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { claimResponse, publicPart } from '#protocol';
import { claim, SwappedRootKey } from '../../device-sim/shell/claim.ts';
import { type ApiClient, createApiClient, signIn } from '../support/api-client.ts';
import { type ComposedController, composeForTests } from '../support/composed-controller.ts';
import { type NewReceiver, registerReceiver } from '../support/run-fleet.ts';
import { testPrivateKey } from '../support/test-signers.ts';
import { tinyJpeg } from '../support/tiny-jpeg.ts';

const publicKey = publicPart(testPrivateKey());
const deadCode = { status: 410, body: { code: 'Claim_CodeNotValid' } };

let composed: ComposedController;
let api: ApiClient;
let stranger: ApiClient;
/** A technician of another commune. */
let foreign: ApiClient;
let home: string;
let elsewhere: string;
let count = 0;

const receiver = (): Promise<NewReceiver> => {
  count += 1;
  return registerReceiver(api, home, `Khu ${count}`);
};
const claimWith = (code: string, key: unknown = publicKey) =>
  stranger.post('/claims', { code, publicKey: key });
const list = (text: string) => ({ content: Buffer.from(text).toString('base64') });

beforeAll(async () => {
  composed = await composeForTests();
  api = await signIn(composed.url);
  stranger = createApiClient(composed.url);
  const [one, other] = composed.directory.areas.atLevel('commune');
  if (!one || !other) throw new Error('There are no two communes.');
  [home, elsewhere] = [one.code, other.code];
  foreign = createApiClient(composed.url, await composed.cookieOf('technician', other.key));
});
afterAll(() => composed.stop());

describe('attack: claims', () => {
  it('a used code -> 410, as for one that never was', async () => {
    const { claimCode } = await receiver();
    expect((await claimWith(claimCode)).status).toBe(200);
    const [used, unknown] = [await claimWith(claimCode), await claimWith('2222-3333-4444-5555')];
    expect(used).toMatchObject(deadCode);
    expect(used.text).toBe(unknown.text);
  });

  it('an expired code -> 410, as for one that never was', async () => {
    const { deviceId } = await receiver();
    await composed.store.devices.insertClaims([
      { codeHash: await hashOf('2222333344446666'), deviceId, expiresAt: Date.now() - 1, usedAt: null },
    ]);
    expect(await claimWith('2222-3333-4444-6666')).toMatchObject(deadCode);
  });

  it('the code of a revoked receiver -> 410', async () => {
    const { claimCode, deviceId } = await receiver();
    await api.post(`/devices/${deviceId}/revoke`, { reason: 'Mất cắp' });
    expect(await claimWith(claimCode)).toMatchObject(deadCode);
  });

  it('the code that a newer one replaced -> 410', async () => {
    const { claimCode, deviceId } = await receiver();
    await api.post(`/devices/${deviceId}/claim-code`, {});
    expect(await claimWith(claimCode)).toMatchObject(deadCode);
  });

  it.each([
    ['none', undefined],
    ['a private one', testPrivateKey().d],
    ['a short one', { ...publicKey, x: 'AAAA' }],
    ['one of another kind', { kty: 'RSA', n: 'AQAB', e: 'AQAB' }],
    ['one for another curve', { ...publicKey, crv: 'X25519' }],
  ])('a claim with a malformed key, %s -> 400, and the code lives on', async (_, key) => {
    const { claimCode } = await receiver();
    const refused = await stranger.post('/claims', { code: claimCode, publicKey: key });
    expect(refused.status).toBe(400);
    expect((await claimWith(claimCode)).status).toBe(200);
  });

  it('a claim with the key of another receiver -> an identity of its own, that speaks for nobody else', async () => {
    const [one, other] = [await receiver(), await receiver()];
    const first = (await claimWith(one.claimCode)).as(claimResponse);
    const second = (await claimWith(other.claimCode)).as(claimResponse);
    expect(second.deviceId).not.toBe(first.deviceId);
    expect(second.secret).not.toBe(first.secret);
  });

  it('two claims race with one code -> exactly one wins', async () => {
    const { claimCode } = await receiver();
    const answers = await Promise.all([claimWith(claimCode), claimWith(claimCode), claimWith(claimCode)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
  });

  it('another root key in the answer -> the receiver refuses it', async () => {
    const { claimCode: code } = await receiver();
    const place = { controllerUrl: composed.url, fingerprint: null, rootKeyId: 'R'.repeat(43) };
    await expect(claim(place, code)).rejects.toThrow(SwappedRootKey);
  });

  it('guessing codes -> 429 with Retry-After, for right codes too', async () => {
    const { claimCode } = await receiver();
    let answer = await claimWith('2222-2222-2222-2222');
    for (let tries = 0; tries < 30 && answer.status !== 429; tries += 1)
      answer = await claimWith(`2222-2222-2222-${String(2222 + tries)}`);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await claimWith(claimCode)).status).toBe(429);
  });
});

describe('attack: clusters and receivers of others', () => {
  it.each([
    ['making a cluster', () => foreign.post('/clusters', { areaCode: home, name: 'Khu lạ' })],
    [
      'registering a receiver',
      async () =>
        foreign.post('/devices', { clusterId: (await receiver()).clusterId, serial: 'X', model: 'M' }),
    ],
    [
      'moving a cluster to oneself',
      async () =>
        foreign.post(`/clusters/${(await receiver()).clusterId}/move`, { areaCode: elsewhere, reason: 'x' }),
    ],
    [
      'retiring a cluster',
      async () => foreign.post(`/clusters/${(await receiver()).clusterId}/retire`, { reason: 'x' }),
    ],
    [
      'revoking a receiver',
      async () => foreign.post(`/devices/${(await receiver()).deviceId}/revoke`, { reason: 'x' }),
    ],
    ['a new code', async () => foreign.post(`/devices/${(await receiver()).deviceId}/claim-code`, {})],
    ['a list for others alone', () => foreign.post('/cluster-imports', list(`Mã xã,Cụm loa\n${home},a\n`))],
  ])('%s -> 403', async (_, attack) => {
    expect(await attack()).toMatchObject({ status: 403, body: { code: 'Area_NotAllowed' } });
  });

  it('pushing a cluster into a commune of others -> 403', async () => {
    const made = await foreign.post('/clusters', { areaCode: elsewhere, name: 'Khu nhà' });
    const { id } = made.as(z.object({ id: z.string() }));
    const pushed = await foreign.post(`/clusters/${id}/move`, { areaCode: home, reason: 'x' });
    expect(pushed).toMatchObject({ status: 403, body: { code: 'Area_NotAllowed' } });
  });
});

describe('attack: files', () => {
  const preview = z.object({ counts: z.object({ create: z.int(), error: z.int() }) });

  it('a list with formulas -> an error in each such row', async () => {
    const text = `Mã xã,Cụm loa,Số sê-ri\n${home},"=HYPERLINK(""http://x"")",A\n${home},b,@SUM(1)\n`;
    const answer = (await api.post('/cluster-imports/preview', list(text))).as(preview);
    expect(answer.counts).toEqual(expect.objectContaining({ create: 0, error: 2 }));
  });

  it('a huge list -> refused before it is read', async () => {
    const huge = `Mã xã,Cụm loa\n${`${home},a\n`.repeat(120_000)}`;
    expect((await api.post('/cluster-imports', list(huge))).status).toBe(413);
    const long = `Mã xã,Cụm loa\n${`${home},a\n`.repeat(3_000)}`;
    const refused = await api.post('/cluster-imports', list(long));
    expect(refused).toMatchObject({ status: 422, body: { code: 'Import_TooManyRows' } });
  });

  it.each([
    ['no image', Buffer.from('<script>alert(1)</script>')],
    ['a decompression bomb', tinyJpeg({ width: 65_500, height: 65_500 })],
  ])('a photo that is %s -> 415', async (_, bytes) => {
    const { clusterId } = await receiver();
    const answer = await api.put(`/clusters/${clusterId}/photo`, { jpeg: bytes.toString('base64') });
    expect(answer).toMatchObject({ status: 415, body: { code: 'Photo_NoPicture' } });
  });

  it('a photo that tells where it was taken -> kept without that, and as a picture alone', async () => {
    const { clusterId } = await receiver();
    const jpeg = tinyJpeg({ exif: 'GPSLatitude 21.3228', tail: '<script>' }).toString('base64');
    expect((await api.put(`/clusters/${clusterId}/photo`, { jpeg })).status).toBe(204);
    const shown = await api.get(`/clusters/${clusterId}/photo`);
    expect(shown.headers.get('content-type')).toBe('image/jpeg');
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
    expect(shown.text).not.toMatch(/GPS|script/);
    expect((await foreign.get(`/clusters/${clusterId}/photo`)).status).toBe(404);
  });
});

const hashOf = async (code: string): Promise<string> =>
  Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code))).toString('hex');
