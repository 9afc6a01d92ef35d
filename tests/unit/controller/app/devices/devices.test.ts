import { beforeEach, describe, expect, it } from 'vitest';
import { systemRandom } from '../../../../../controller/adapters/random.ts';
import { createDevices, type Devices } from '../../../../../controller/app/devices/devices.ts';
import { beforeMorning, createDeviceField, type DeviceField } from '../../../../support/device-field.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { createVirtualClock } from '../../../../support/virtual-clock.ts';

let field: DeviceField;
let devices: Devices;
let dropped: string[];
let sent: [string, number][];

beforeEach(async () => {
  field = await createDeviceField(1, { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) });
  dropped = [];
  sent = [];
  devices = createDevices({
    ...field,
    clock: createVirtualClock(beforeMorning),
    random: systemRandom(),
    log: silentLog,
    configVersion: () => 7,
    dismiss: (deviceId) => dropped.push(deviceId),
    bringConfig: ({ device }, held) => sent.push([device.id, held]),
  });
});

describe('revoking', () => {
  it('drops the connection, takes the secret away and keeps key and history', async () => {
    expect(await devices.revoke('dev-1', 'Mất cắp', 'lan')).toMatchObject({ ok: true });
    expect(field.directory.devices.get('dev-1')).toMatchObject({
      status: 'revoked',
      secretHash: null,
      publicKey: { x: 'A'.repeat(43) },
      inServiceTo: beforeMorning,
    });
    expect(dropped).toEqual(['dev-1']);
    const [event] = await field.store.devices.events('1', 5);
    expect(event).toMatchObject({ type: 'revoked', deviceId: 'dev-1', doneBy: 'lan', reason: 'Mất cắp' });
  });

  it.each([
    ['an unknown device', 'nobody', 404],
    ['one that is revoked', 'dev-1', 409],
  ])('is refused for %s', async (_, id, status) => {
    await devices.revoke('dev-1', 'Mất cắp', 'lan');
    expect(await devices.revoke(id, 'again', 'lan')).toMatchObject({ ok: false, status });
  });
});

it('a lower volume reaches this receiver alone, in a newer config', async () => {
  await devices.limitVolume('dev-1', 60, 'lan');
  const device = field.directory.devices.get('dev-1');
  expect(device?.maxVolume).toBe(60);
  expect(device?.configVersion).toBeGreaterThan(7);
  expect(sent).toEqual([['dev-1', 0]]);
});
