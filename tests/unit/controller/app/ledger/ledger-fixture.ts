import { beforeEach } from 'vitest';
import type { PlayEvent } from '#protocol';
import { createLedger, type Ledger } from '../../../../../controller/app/ledger/ledger.ts';
import type { PlanItemRow } from '../../../../../controller/app/ports/store/plan.ts';
import type { PlaybackRow } from '../../../../../controller/app/ports/store/playbacks.ts';
import type { Finding } from '../../../../../controller/domain/incident.ts';
import {
  beforeMorning,
  caoXa,
  createDeviceField,
  type DeviceField,
} from '../../../../support/device-field.ts';
import { createRecordingEvents, type RecordingEvents } from '../../../../support/recording-events.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { createVirtualClock, settle, type VirtualClock } from '../../../../support/virtual-clock.ts';

/** A filter of the log that lets every row through. */
export const everything = {
  areaKeys: null,
  from: null,
  to: null,
  outcomes: null,
  itemId: null,
  sessionId: null,
  clusterId: null,
};

export type LedgerField = DeviceField & {
  clock: VirtualClock;
  events: RecordingEvents;
  /** Not started until the test starts it. */
  ledger: Ledger;
  /** What it found to be an incident. */
  found: Finding[];
  /** What is planned in Cao Xá from now on. */
  plan: (...items: PlanItemRow[]) => Promise<void>;
  report: (deviceId: string, ...reported: PlayEvent[]) => Promise<void>;
  rows: () => Promise<PlaybackRow[]>;
  /** Rows in words: item, device, outcome, reason. */
  outcomes: () => Promise<string[]>;
  /** The process ends and begins again on what is stored. */
  restart: () => Promise<void>;
};

/** Devices of Cao Xá, ten minutes before the morning session. */
export const openLedger = async (
  deviceCount = 3,
  options: { closeAfterMs?: number } = {},
): Promise<LedgerField> => {
  const devices = await createDeviceField(deviceCount);
  const clock = createVirtualClock(beforeMorning);
  const events = createRecordingEvents();
  const found: Finding[] = [];
  const create = (): Ledger =>
    createLedger({
      ...devices,
      ...options,
      clock,
      events,
      log: silentLog,
      recordIncidents: async (_tx, findings) => {
        found.push(...findings);
      },
    });
  const field: LedgerField = {
    ...devices,
    clock,
    events,
    found,
    ledger: create(),
    plan: async (...items) => {
      await field.store.plan.replace(caoXa.key, items, clock.now());
      events.emit({ type: 'schedule', areaKeys: [caoXa.key] });
      await settle();
    },
    report: async (deviceId, ...reported) => {
      const stored = reported.map((event) => ({
        deviceId,
        spoolId: 'spool-1',
        seq: event.seq,
        receivedAt: clock.now(),
        event,
      }));
      const tell = await field.store.transaction((tx) => field.ledger.apply(tx, stored));
      tell();
    },
    rows: async () => (await field.store.playbacks.page(everything, null, 100)).items,
    outcomes: async () =>
      (await field.rows()).map(
        ({ itemId, deviceId, outcome, reason }) => `${itemId} ${deviceId} ${outcome} ${reason}`,
      ),
    restart: async () => {
      await field.ledger.stop();
      field.ledger = create();
      await field.ledger.start();
    },
  };
  return field;
};

export const useLedger = (): (() => LedgerField) => {
  let field: LedgerField | null = null;
  beforeEach(async () => {
    field = await openLedger();
  });
  return () => {
    if (!field) throw new Error('It exists within a test only.');
    return field;
  };
};
