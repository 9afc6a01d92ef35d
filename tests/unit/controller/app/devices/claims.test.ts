import { beforeEach, describe, expect, it } from 'vitest';
import { topics } from '#protocol';
import { createCurrentActor } from '../../../../../controller/adapters/current-actor.ts';
import { sha256, systemRandom } from '../../../../../controller/adapters/random.ts';
import { type Claims, createClaims } from '../../../../../controller/app/devices/claims.ts';
import { createDeviceAccess } from '../../../../../controller/app/devices/device-access.ts';
import { createDirectory } from '../../../../../controller/app/directory/directory.ts';
import {
  beforeMorning,
  caoXa,
  createDeviceField,
  type DeviceField,
  province,
  tuXa,
} from '../../../../support/device-field.ts';
import { freeClaimAttempts } from '../../../../support/free-attempts.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { testPrivateKey } from '../../../../support/test-signers.ts';
import { createVirtualClock, type VirtualClock } from '../../../../support/virtual-clock.ts';

const { d: _, ...publicKey } = testPrivateKey();
const rootKey = { kty: 'OKP', crv: 'Ed25519', x: 'R'.repeat(43) } as const;
const hour = 3_600_000;
const newDevice = { clusterId: '1', serial: 'TT50-00417', model: 'TT-4G-50', maxVolume: 90 };

let field: DeviceField;
let clock: VirtualClock;
let dropped: string[];
let dismissed: string[];
let claims: Claims;

beforeEach(async () => {
  field = await createDeviceField(1);
  clock = createVirtualClock(beforeMorning);
  dropped = [];
  dismissed = [];
  claims = createClaims({
    ...field,
    clock,
    random: systemRandom(),
    actors: createCurrentActor(),
    digest: sha256,
    link: { disconnect: (deviceId) => dropped.push(deviceId) },
    dismiss: (deviceId) => dismissed.push(deviceId),
    log: silentLog,
    mqttUrls: () => ['mqtt://127.0.0.1:1883'],
    rootKey,
    attempts: freeClaimAttempts(),
  });
});

const issue = async () => {
  const outcome = await claims.createDevice(newDevice, 'lan');
  if (!outcome.ok) throw new Error(outcome.fault.code);
  return outcome.value;
};
const claim = async (code: string) => {
  const outcome = await claims.claim({ code, publicKey }, '10.0.0.1');
  if (!outcome.ok) throw new Error(outcome.fault.code);
  return outcome.value;
};
const codeNotValid = { ok: false, status: 410, fault: { code: 'Claim_CodeNotValid' } };

describe('a claim', () => {
  it('gives the receiver its identity, committed before it is answered', async () => {
    const { device, claimCode } = await issue();
    await clock.advance(hour);
    const answer = await claim(claimCode);
    expect(answer).toMatchObject({ deviceId: device.id, mqttUrls: ['mqtt://127.0.0.1:1883'], rootKey });

    const restarted = createDirectory({ store: field.store });
    await restarted.load();
    for (const directory of [field.directory, restarted]) {
      expect(directory.devices.get(device.id)).toMatchObject({
        status: 'active',
        publicKey,
        secretHash: sha256(answer.secret),
        inServiceFrom: beforeMorning + hour,
      });
    }
  });

  it('stores neither code nor secret', async () => {
    const { claimCode } = await issue();
    const { secret } = await claim(claimCode);
    const stored = JSON.stringify([
      await field.store.devices.all(),
      await field.store.devices.claim(sha256(claimCode)),
    ]);
    expect(stored).not.toContain(secret);
    expect(stored).not.toContain(claimCode);
  });

  it('accepts the code as people type it', async () => {
    const { claimCode, device } = await issue();
    expect((await claim(` ${claimCode.toLowerCase().replaceAll('-', ' ')} `)).deviceId).toBe(device.id);
  });

  it('works exactly once, however many try at the same moment', async () => {
    const { claimCode } = await issue();
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => claims.claim({ code: claimCode, publicKey }, '10.0.0.1')),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('answers alike for a code that is unknown, used, expired, replaced or of a revoked device', async () => {
    const used = await issue();
    await claim(used.claimCode);
    const replaced = await issue();
    await claims.newCode(replaced.device.id, 'lan');
    const revoked = await issue();
    await field.directory.updateDevice({ ...revoked.device, status: 'revoked' });
    const expired = await issue();
    await clock.advance(24 * hour);
    const codes = ['ABCD-EFGH-2345-6789', used, replaced, revoked, expired].map((one) =>
      typeof one === 'string' ? one : one.claimCode,
    );
    for (const code of codes)
      expect(await claims.claim({ code, publicKey }, '10.0.0.1')).toMatchObject(codeNotValid);
  });

  it('by a replacement ends the service of the receiver before it', async () => {
    const first = await claim((await issue()).claimCode);
    expect(field.directory.devices.get('dev-1')).toMatchObject({
      status: 'revoked',
      inServiceTo: beforeMorning,
    });
    const second = await claim((await issue()).claimCode);
    expect(field.directory.devices.get(first.deviceId)).toMatchObject({
      status: 'revoked',
      secretHash: null,
    });
    expect(field.directory.devices.ofCluster('1')?.id).toBe(second.deviceId);
    expect(dismissed).toEqual(['dev-1', first.deviceId]);
  });
});

describe('a new code', () => {
  it('lets a receiver that lost its storage begin again under its old name', async () => {
    const { device, claimCode } = await issue();
    const first = await claim(claimCode);
    const renewed = await claims.newCode(device.id, 'lan');
    if (!renewed.ok) throw new Error(renewed.fault.code);
    const second = await claim(renewed.value.claimCode);
    expect(second.deviceId).toBe(first.deviceId);
    expect(second.secret).not.toBe(first.secret);
    expect(dropped).toContain(device.id);
    // It is in service still, under the same name.
    expect(dismissed).not.toContain(device.id);
  });

  it.each([
    ['an unknown device', 'nobody', 404],
    ['a revoked device', 'dev-1', 409],
  ])('is refused for %s', async (_, deviceId, status) => {
    const device = field.directory.devices.get('dev-1');
    if (device) await field.directory.updateDevice({ ...device, status: 'revoked' });
    expect(await claims.newCode(deviceId, 'lan')).toMatchObject({ ok: false, status });
  });
});

it('a receiver for a cluster that does not exist is refused', async () => {
  expect(await claims.createDevice({ ...newDevice, clusterId: 'nowhere' }, 'lan')).toMatchObject({
    ok: false,
    status: 404,
  });
});

describe('connecting', () => {
  const credentials = async () => {
    const { deviceId, secret } = await claim((await issue()).claimCode);
    return { clientId: deviceId, username: deviceId, password: Buffer.from(secret) };
  };
  const access = (shown: Parameters<ReturnType<typeof createDeviceAccess>>[0]) =>
    createDeviceAccess({ directory: field.directory, digest: sha256 })(shown);

  it('is allowed with the secret, and opens the topics of the device and its commune alone', async () => {
    const shown = await credentials();
    const principal = access(shown);
    expect(principal?.id).toBe(shown.clientId);
    expect(principal?.maySubscribe(topics.program(caoXa.key))).toBe(true);
    expect(principal?.maySubscribe(topics.program(tuXa.key))).toBe(false);
    expect(principal?.maySubscribe(topics.announcements(province.key))).toBe(true);
    expect(principal?.maySubscribe(topics.program(province.key))).toBe(false);
    expect(principal?.mayPublish(topics.heartbeat(shown.clientId))).toBe(true);
    expect(principal?.mayPublish(topics.heartbeat('dev-1'))).toBe(false);
  });

  it.each([
    ['a wrong secret', { password: Buffer.from('guess') }],
    ['no secret', { password: undefined }],
    ['the name of another client', { clientId: 'dev-2' }],
    ['an unknown name', { clientId: 'nobody', username: 'nobody' }],
    ['the name of a device without a secret', { clientId: 'dev-2', username: 'dev-2' }],
  ])('is refused with %s', async (_, wrong) => {
    expect(access({ ...(await credentials()), ...wrong })).toBeNull();
  });

  it('is refused to a revoked device', async () => {
    const shown = await credentials();
    const device = field.directory.devices.get(shown.username);
    if (device) await field.directory.updateDevice({ ...device, status: 'revoked' });
    expect(access(shown)).toBeNull();
  });
});
