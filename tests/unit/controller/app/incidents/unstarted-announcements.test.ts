import { beforeEach, describe, expect, it } from 'vitest';
import type {
  DeviceProgress,
  NotStartedReason,
} from '../../../../../controller/app/announcements/announcement-progress.ts';
import type { ListedAnnouncement } from '../../../../../controller/app/announcements/listed-announcements.ts';
import type { IncidentSource } from '../../../../../controller/app/incidents/incidents.ts';
import { createUnstartedAnnouncements } from '../../../../../controller/app/incidents/unstarted-announcements.ts';
import type { AnnouncementRow } from '../../../../../controller/app/ports/store/announcements.ts';
import type { Finding } from '../../../../../controller/domain/incident.ts';
import { caoXa, minute, morning } from '../../../../support/device-field.ts';
import { anAnnouncement } from '../../../../support/store-contract/sample-rows.ts';

let now: number;
let inForce: ListedAnnouncement[];
let devices: DeviceProgress[];
let source: IncidentSource;

const started = (deviceId: string): DeviceProgress => ({
  ...{ deviceId, clusterId: deviceId, areaKey: caoXa.key },
  ...{ state: 'started', reason: null, startedAt: morning },
});
const waiting = (deviceId: string, reason: NotStartedReason): DeviceProgress => ({
  ...{ deviceId, clusterId: deviceId, areaKey: caoXa.key },
  ...{ state: 'notStarted', reason, startedAt: null },
});
const announce = (patch: Partial<AnnouncementRow>): void => {
  const row = anAnnouncement({ id: 'ann_1', areaKey: caoXa.key, startAt: morning, ...patch });
  inForce = [{ row, documents: new Map(), asset: null }];
};
const look = async (): Promise<readonly Finding[]> => source.look(() => false);

beforeEach(() => {
  now = morning + minute;
  devices = [started('1'), waiting('2', 'offline'), waiting('3', 'not-cached')];
  source = createUnstartedAnnouncements({
    inForce: () => inForce,
    progressOf: () => devices,
    clock: { now: () => now },
  });
});

describe('an announcement in force', () => {
  it('that some have not started a minute later is one incident, with how many', async () => {
    announce({ kind: 'emergency', title: 'Lũ sông Thao' });
    now = morning + minute - 1;
    expect(await look()).toEqual([]);
    now = morning + minute;
    expect(await look()).toMatchObject([
      {
        type: 'announcement-not-started',
        severity: 'critical',
        subject: 'ann_1',
        areaKey: caoXa.key,
        announcementId: 'ann_1',
        detail: { title: 'Lũ sông Thao', devices: 2, total: 3 },
      },
    ]);
  });

  it('that everybody started is none, and neither is one that is over', async () => {
    announce({ kind: 'emergency' });
    devices = [started('1')];
    expect(await look()).toEqual([]);
    devices = [waiting('1', 'no-report')];
    const [cause] = await look();
    if (!cause) throw new Error('nothing was found');
    expect(source.gone(cause)).toBe('recovered');
    inForce = [];
    expect(await look()).toEqual([]);
    expect(source.gone(cause)).toBe('over');
  });

  it('of a stop counts those who do not hold it, connected or not', async () => {
    announce({ kind: 'stop' });
    expect(await look()).toMatchObject([{ severity: 'warning', detail: { devices: 2 } }]);
  });

  it('misses nobody who is disconnected during a test or an exercise', async () => {
    for (const kind of ['test', 'exercise'] as const) {
      announce({ kind });
      expect(await look()).toMatchObject([{ severity: 'info', detail: { devices: 1 } }]);
    }
  });
});
