import { CompactSign, exportJWK, generateKeyPair, generateSecret } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSigner, importPublicKey, keyId, type PrivateKeyJwk, verifyCompact } from '#protocol';

const keyPair = async (): Promise<PrivateKeyJwk> => {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { x = '', d = '' } = await exportJWK(privateKey);
  return { kty: 'OKP', crv: 'Ed25519', x, d };
};

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

let mine: PrivateKeyJwk;
let other: PrivateKeyJwk;
let kid: string;
let known: (kid: string) => Awaited<ReturnType<typeof importPublicKey>> | undefined;

beforeAll(async () => {
  mine = await keyPair();
  other = await keyPair();
  kid = await keyId(mine);
  const key = await importPublicKey(mine);
  known = (asked) => (asked === kid ? key : undefined);
});

describe('a signed document', () => {
  it('verifies with the key its kid names, and gives its payload back', async () => {
    const signer = await createSigner(mine);
    expect(signer.kid).toBe(kid);
    const jws = await signer.sign({ hello: 'Cao Xá' });
    expect(await verifyCompact(jws, known)).toEqual({ ok: true, kid, payload: { hello: 'Cao Xá' } });
  });

  it('is the same bytes every time: Ed25519 is deterministic', async () => {
    const signer = await createSigner(mine);
    expect(await signer.sign({ a: 1 })).toBe(await signer.sign({ a: 1 }));
  });

  it('by a key that nobody listed is not believed', async () => {
    const jws = await (await createSigner(other)).sign({});
    expect(await verifyCompact(jws, known)).toEqual({ ok: false, reason: 'unknown-key' });
  });

  it('by another key under a known kid is a bad signature', async () => {
    const theirs = await importPublicKey(other);
    const jws = await (await createSigner(mine)).sign({});
    expect(await verifyCompact(jws, () => theirs)).toEqual({ ok: false, reason: 'bad-signature' });
  });

  it('whose payload or signature was changed is a bad signature', async () => {
    const [head, , signature] = (await (await createSigner(mine)).sign({ volume: 10 })).split('.');
    const changed = `${head}.${base64url({ volume: 100 })}.${signature}`;
    expect(await verifyCompact(changed, known)).toEqual({ ok: false, reason: 'bad-signature' });
  });

  it('with alg none is not a signed document', async () => {
    const head = base64url({ alg: 'none', kid });
    expect(await verifyCompact(`${head}.${base64url({})}.`, known)).toEqual({
      ok: false,
      reason: 'malformed',
    });
  });

  it('with a symmetric algorithm of the sender is not one either', async () => {
    const secret = await generateSecret('HS256');
    const jws = await new CompactSign(Buffer.from('{}'))
      .setProtectedHeader({ alg: 'HS256', kid })
      .sign(secret);
    expect(await verifyCompact(jws, known)).toEqual({ ok: false, reason: 'malformed' });
  });

  it('without a kid names no key', async () => {
    const key = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
    const jws = await new CompactSign(Buffer.from('{}'))
      .setProtectedHeader({ alg: 'EdDSA' })
      .sign(key.privateKey);
    expect(await verifyCompact(jws, known)).toEqual({ ok: false, reason: 'unknown-key' });
  });

  it('may not bring a key along, or an extension nobody understands', async () => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const jwk = await exportJWK(publicKey);
    const withKey = await new CompactSign(Buffer.from('{}'))
      .setProtectedHeader({ alg: 'EdDSA', kid: 'embedded', jwk })
      .sign(privateKey);
    expect(await verifyCompact(withKey, known)).toEqual({ ok: false, reason: 'unknown-key' });
    const critical = `${base64url({ alg: 'EdDSA', kid, crit: ['x'], x: 1 })}.${base64url({})}.AAAA`;
    expect((await verifyCompact(critical, known)).ok).toBe(false);
  });

  it.each(['', 'a.b.c', 'nonsense', '..', '{}', 'a.b'])('is not %j', async (jws) => {
    expect(await verifyCompact(jws, known)).toEqual({ ok: false, reason: 'malformed' });
  });

  it('holds JSON in valid UTF-8', async () => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const sign = (bytes: Uint8Array) =>
      new CompactSign(bytes).setProtectedHeader({ alg: 'EdDSA', kid: 'k' }).sign(privateKey);
    for (const bytes of [new Uint8Array([0xff, 0xfe]), new TextEncoder().encode('not json')]) {
      expect(await verifyCompact(await sign(bytes), () => publicKey)).toEqual({
        ok: false,
        reason: 'malformed',
      });
    }
  });
});
