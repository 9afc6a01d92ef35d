import { beforeAll, describe, expect, it } from 'vitest';
import { createSigner, keyId, publicPart, type Signer, type SigningKey } from '#protocol';
import { createPrivateKey } from '../../../../device-sim/shell/identity.ts';
import { createVerifier, type VerifyQuestion } from '../../../../device-sim/shell/verifier.ts';
import { itemAt, keysAt, morning, programAt } from '../../../support/device-documents.ts';

const root = createPrivateKey();
const signing = createPrivateKey();
const stranger = createPrivateKey();
let byRoot: Signer;
let bySigning: Signer;
let byStranger: Signer;
let keys: SigningKey[];

beforeAll(async () => {
  byRoot = await createSigner(root);
  bySigning = await createSigner(signing);
  byStranger = await createSigner(stranger);
  keys = [{ kid: await keyId(signing), jwk: publicPart(signing), notBefore: morning, notAfter: morning + 1 }];
});

const ask = (jws: string, patch: Partial<VerifyQuestion> = {}): VerifyQuestion => ({
  jws,
  signedBy: 'signing',
  rootKey: publicPart(root),
  keys,
  isShared: true,
  ...patch,
});

describe('the verify port', () => {
  it('reads what a listed key has signed', async () => {
    const document = programAt(morning, [itemAt('a', morning)]);
    const { verdict } = await createVerifier().verify(ask(await bySigning.sign(document)));
    expect(verdict).toEqual({ ok: true, kid: bySigning.kid, reading: { kind: 'document', document } });
  });

  it('takes the list of keys from the root alone, and nothing else from it', async () => {
    const verifier = createVerifier();
    const list = await byRoot.sign(keysAt(morning));
    const program = await byRoot.sign(programAt(morning, []));
    expect((await verifier.verify(ask(list, { signedBy: 'root' }))).verdict.ok).toBe(true);
    expect((await verifier.verify(ask(program))).verdict).toEqual({ ok: false, reason: 'unknown-key' });
    const byOther = await bySigning.sign(keysAt(morning));
    expect((await verifier.verify(ask(byOther, { signedBy: 'root' }))).verdict).toEqual({
      ok: false,
      reason: 'unknown-key',
    });
  });

  it('gives all devices one result and one string of a shared document', async () => {
    const verifier = createVerifier();
    const jws = await bySigning.sign(programAt(morning, []));
    const copy = Buffer.from(jws).toString();
    const [first, second] = await Promise.all([verifier.verify(ask(jws)), verifier.verify(ask(copy))]);
    expect(second).toBe(first);
    const own = await verifier.verify(ask(copy, { isShared: false }));
    expect(own).not.toBe(first);
    expect(own.verdict.ok).toBe(true);
  });

  it('remembers no verdict for another key under the same id', async () => {
    const verifier = createVerifier();
    const jws = await bySigning.sign(programAt(morning, []));
    expect((await verifier.verify(ask(jws))).verdict.ok).toBe(true);
    const [key] = keys;
    if (!key) throw new Error('No key');
    const swapped = [{ ...key, jwk: publicPart(stranger) }];
    expect((await verifier.verify(ask(jws, { keys: swapped }))).verdict).toEqual({
      ok: false,
      reason: 'bad-signature',
    });
    expect((await verifier.verify(ask(jws, { keys: [] }))).verdict).toEqual({
      ok: false,
      reason: 'unknown-key',
    });
  });

  it.each(['', 'x', 'a.b.c', '{}'])('calls %j malformed', async (jws) => {
    expect((await createVerifier().verify(ask(jws))).verdict).toEqual({ ok: false, reason: 'malformed' });
  });

  it('names what it does not understand', async () => {
    const verifier = createVerifier();
    const future = { ...programAt(morning, []), schema: 'tt/program/2' };
    const known = (await verifier.verify(ask(await bySigning.sign(future)))).verdict;
    expect(known).toMatchObject({
      ok: true,
      reading: { kind: 'unknown-schema', header: { version: morning } },
    });
    const broken = (await verifier.verify(ask(await bySigning.sign({ schema: 'tt/program/1' })))).verdict;
    expect(broken).toMatchObject({ ok: true, reading: { kind: 'malformed' } });
    const foreign = (await verifier.verify(ask(await byStranger.sign(future)))).verdict;
    expect(foreign).toEqual({ ok: false, reason: 'unknown-key' });
  });
});
