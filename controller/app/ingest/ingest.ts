import { parseUpstreamTopic, type UpstreamKind } from '#protocol';
import { type ConfigSender, createConfigSender } from '../devices/config-sender.ts';
import type { DeviceDocuments } from '../devices/device-documents.ts';
import type { DeviceReports } from '../devices/device-reports.ts';
import { createDeviceVerifier, type VerifyDevice } from '../devices/device-signatures.ts';
import type { Directory, PlacedDevice } from '../directory/directory.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { EventBus } from '../ports/events.ts';
import type { Clock, DeviceLink, Log } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import type { Presence } from '../presence/presence.ts';
import { createHeartbeatIntake } from './heartbeats.ts';
import { type ContinueAbove, createNewerIntake } from './newer-documents.ts';
import { createPlaybackIntake } from './playback.ts';
import { createPresenceIntake } from './presence-hints.ts';
import { createRejections, type Rejections } from './rejections.ts';
import { createStateIntake } from './states.ts';
import { createTimeIntake } from './time-requests.ts';

/** Everything that devices tell the controller comes in here. Nothing that a device sends makes it throw. */
export type Ingest = Readonly<{
  handle: (topic: string, payload: Uint8Array) => void;
  /** Messages taken in, by kind. */
  received: () => Readonly<Record<UpstreamKind, number>>;
  /** Messages dropped, by `kind.reason`. */
  rejected: Rejections['counts'];
  /** For devices that show an older config in other ways than by a `state`. */
  bringConfig: ConfigSender;
  /** Stores and acknowledges what has arrived. */
  drain: () => Promise<void>;
}>;

type Intake = (placed: PlacedDevice, payload: Uint8Array, receivedAt: number) => void;

/** Far above what an honest device sends, far below what could hurt. */
const mostBytes: Readonly<Record<UpstreamKind, number>> = {
  timeRequest: 1_024,
  presence: 1_024,
  heartbeat: 16 * 1_024,
  state: 512 * 1_024,
  playback: 512 * 1_024,
};

export const createIngest = (deps: {
  directory: Directory;
  presence: Presence;
  ledger: Ledger;
  reports: DeviceReports;
  documents: Pick<DeviceDocuments, 'time' | 'playbackAck' | 'config' | 'configVersion'>;
  store: Store;
  link: Pick<DeviceLink, 'publish'>;
  events: Pick<EventBus, 'emit'>;
  clock: Clock;
  log: Log;
  continueAbove: ContinueAbove;
  verify?: VerifyDevice;
}): Ingest => {
  const { directory, clock, log } = deps;
  const { reject, counts } = createRejections({ clock, log });
  const playback = createPlaybackIntake({ ...deps, reject, verify: deps.verify ?? createDeviceVerifier() });
  const bringConfig = createConfigSender(deps);
  const intakes: Readonly<Record<UpstreamKind, Intake>> = {
    heartbeat: createHeartbeatIntake({ ...deps, reject }),
    presence: createPresenceIntake({ ...deps, reject }),
    timeRequest: createTimeIntake({ ...deps, reject }),
    state: createStateIntake({
      ...deps,
      reject,
      bringConfig,
      reconcileSpool: playback.reconcile,
      onNewer: createNewerIntake({ ...deps, reject }),
    }),
    playback: playback.accept,
  };
  const received = { heartbeat: 0, presence: 0, timeRequest: 0, state: 0, playback: 0 };

  return {
    handle: (topic, payload) => {
      const receivedAt = clock.now();
      const upstream = parseUpstreamTopic(topic);
      if (!upstream) return reject('any', 'unknown-topic', topic);
      const { kind, deviceId } = upstream;
      received[kind] += 1;
      if (payload.length > mostBytes[kind]) return reject(kind, 'too-large', deviceId);
      const placed = directory.devices.placed(deviceId);
      if (!placed) return reject(kind, 'unknown-device', deviceId);
      // Of a receiver out of service only what it signed can still be of worth: see `createBatchReader`.
      const { status, inServiceTo } = placed.device;
      const mayTestify = kind === 'playback' && status === 'revoked' && inServiceTo !== null;
      if (status !== 'active' && !mayTestify) return reject(kind, 'not-in-service', deviceId);
      try {
        intakes[kind](placed, payload, receivedAt);
      } catch (error) {
        reject(kind, 'failed', deviceId);
        log.error({ err: error, kind, deviceId }, 'A message could not be handled');
      }
    },
    received: () => received,
    rejected: counts,
    bringConfig,
    drain: playback.idle,
  };
};
