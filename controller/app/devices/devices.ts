import { nextVersion } from '#protocol';
import type { Directory } from '../directory/directory.ts';
import type { Clock, Log, Outcome, Random } from '../ports/runtime.ts';
import type { DeviceRow } from '../ports/store/devices.ts';
import type { Store } from '../ports/store.ts';
import type { ConfigSender } from './config-sender.ts';
import { deviceFaults as faults } from './device-faults.ts';
import { createTell, outOfService } from './device-history.ts';
import type { Dismiss } from './dismissal.ts';

/** Receivers in service, changed. `by` is the user name of who does it. */
export type Devices = Readonly<{
  /**
   * Takes a receiver out of service for good: it is told to be silent, its connection ends, its secret is gone, nothing
   * it does from now on is believed. One that is offline plays what it holds, until its documents expire.
   */
  revoke: (deviceId: string, reason: string, by: string) => Promise<Outcome<DeviceRow>>;
  /** The loudest it may ever be, 0 to 100. */
  limitVolume: (deviceId: string, maxVolume: number, by: string) => Promise<Outcome<DeviceRow>>;
}>;

export const createDevices = (deps: {
  store: Store;
  directory: Directory;
  dismiss: Dismiss;
  bringConfig: ConfigSender;
  /** Of what all configs share. */
  configVersion: () => number;
  clock: Clock;
  random: Random;
  log: Log;
}): Devices => {
  const { store, directory, dismiss, clock, log } = deps;
  const tell = createTell(deps);

  const find = (deviceId: string): Outcome<DeviceRow> => {
    const device = directory.devices.get(deviceId);
    if (!device) return { ok: false, status: 404, fault: faults.noDevice };
    if (device.status === 'revoked') return { ok: false, status: 409, fault: faults.revoked };
    return { ok: true, value: device };
  };

  return {
    revoke: async (deviceId, reason, by) => {
      const found = find(deviceId);
      if (!found.ok) return found;
      const device = outOfService(found.value, clock.now());
      const event = tell('revoked', { cluster: { id: device.clusterId }, device, by, reason });
      await store.transaction(async (tx) => {
        await tx.devices.update(device);
        await tx.devices.addEvents([event]);
      });
      directory.adoptDevice(device);
      dismiss(deviceId);
      log.info({ deviceId, by }, 'A device was revoked');
      return { ok: true, value: device };
    },

    limitVolume: async (deviceId, maxVolume, by) => {
      const found = find(deviceId);
      if (!found.ok) return found;
      const before = found.value;
      const floor = Math.max(deps.configVersion(), before.configVersion);
      const device = { ...before, maxVolume, configVersion: nextVersion(floor, clock.now()) };
      const detail = { from: before.maxVolume, to: maxVolume };
      const event = tell('volume', { cluster: { id: device.clusterId }, device, by, detail });
      await store.transaction(async (tx) => {
        await tx.devices.update(device);
        await tx.devices.addEvents([event]);
      });
      directory.adoptDevice(device);
      const placed = directory.devices.placed(deviceId);
      if (placed?.device.status === 'active') deps.bringConfig(placed, before.configVersion);
      return { ok: true, value: device };
    },
  };
};
