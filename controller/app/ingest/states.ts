import { type DeviceState, deviceState } from '#protocol';
import type { ConfigSender } from '../devices/config-sender.ts';
import type { DeviceReports } from '../devices/device-reports.ts';
import type { PlacedDevice } from '../directory/directory.ts';
import type { EventBus } from '../ports/events.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import type { Presence } from '../presence/presence.ts';
import { readPayload } from './read-payload.ts';
import type { Rejections } from './rejections.ts';

const tellAfterMs = 1_000;

/** What a device holds: remembered for readiness, and answered with what it lacks. */
export const createStateIntake = (deps: {
  presence: Pick<Presence, 'heard'>;
  reports: Pick<DeviceReports, 'note'>;
  events: Pick<EventBus, 'emit'>;
  clock: Clock;
  log: Log;
  reject: Rejections['reject'];
  bringConfig: ConfigSender;
  /** Tells the device from where to send its play events again, if it is mistaken about that. */
  reconcileSpool: (deviceId: string, spool: DeviceState['spool']) => void;
  /** Documents that a device holds in a higher version than the published ones, as signed. */
  onNewer: (deviceId: string, documents: readonly string[]) => void;
}) => {
  const { presence, reports, events, clock, log, reject } = deps;
  const changedAreas = new Set<string>();
  let isTelling = false;

  /** Thousands report within a second of a publication; listeners hear of it once. */
  const tellLater = (areaKey: string): void => {
    changedAreas.add(areaKey);
    if (isTelling) return;
    isTelling = true;
    clock.after(tellAfterMs, () => {
      isTelling = false;
      events.emit({ type: 'readiness', areaKeys: [...changedAreas] });
      changedAreas.clear();
    });
  };

  return (placed: PlacedDevice, payload: Uint8Array, receivedAt: number): void => {
    const { device, cluster } = placed;
    const read = readPayload(deviceState, payload);
    if (!read.ok) {
      reject('state', read.reason, device.id, read.detail);
      return;
    }
    const state = read.value;
    presence.heard(device.id, receivedAt);
    reports.note(device.id, state, receivedAt);
    tellLater(cluster.areaKey);
    if (state.refused.length > 0) {
      log.debug({ deviceId: device.id, refused: state.refused }, 'A device refused documents');
    }
    deps.bringConfig(placed, state.versions.config ?? 0);
    deps.reconcileSpool(device.id, state.spool);
    deps.onNewer(device.id, state.newer);
  };
};
