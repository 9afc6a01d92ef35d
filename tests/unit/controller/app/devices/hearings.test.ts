import { expect, it } from 'vitest';
import { systemRandom } from '../../../../../controller/adapters/random.ts';
import { createHearings } from '../../../../../controller/app/devices/hearings.ts';
import type { PlaybackRow } from '../../../../../controller/app/ports/store/playbacks.ts';
import { plannedPlayback } from '../../../../../controller/domain/playback.ts';
import { caoXa, clusterRow, createDeviceField, morning, planItem } from '../../../../support/device-field.ts';
import { anAnnouncement } from '../../../../support/store-contract/sample-rows.ts';
import { createVirtualClock } from '../../../../support/virtual-clock.ts';

const create = async () => {
  const field = await createDeviceField(1);
  const followed: PlaybackRow[] = [];
  const hearings = createHearings({
    ...field,
    clock: createVirtualClock(morning + 10_000),
    random: systemRandom(),
    ledger: { follow: (rows) => followed.push(...rows) },
  });
  const targets = [{ clusterId: '1' }];
  await field.store.announcements.put([
    anAnnouncement({ id: 'test', kind: 'test', areaKey: caoXa.key, targets }),
    anAnnouncement({ id: 'flood', kind: 'emergency', areaKey: caoXa.key, targets }),
  ]);
  const place = { deviceId: 'dev-1', clusterId: '1', areaKey: caoXa.key, isDemo: false };
  return { ...field, hearings, followed, row: plannedPlayback(planItem('test'), place, morning) };
};
const say = (announcementId: string, isHeard = true) => ({ announcementId, isHeard });

it('what a person did not hear is in the log, told to the rest, and in the history of the cluster', async () => {
  const { store, hearings, followed, row } = await create();
  await store.playbacks.insert([row]);
  expect(await hearings.record(clusterRow('1'), say('test', false), 'lan')).toMatchObject({ ok: true });
  const stored = await store.playbacks.many([{ itemId: 'test', deviceId: 'dev-1' }]);
  expect(stored).toMatchObject([{ outcome: 'failed', reason: 'not-heard', grade: 'confirmed' }]);
  expect(followed).toEqual(stored);
  expect(await store.devices.events('1', 5)).toMatchObject([{ type: 'not-heard', doneBy: 'lan' }]);
});

it.each([
  ['of an emergency', 'flood', 422, 'Hearing_NotATest'],
  ['of nothing', 'nothing', 422, 'Hearing_NotATest'],
  ['of a test that has not begun', 'test', 409, 'Hearing_NotYet'],
])('is refused %s', async (_, id, status, code) => {
  const { hearings, followed } = await create();
  expect(await hearings.record(clusterRow('1'), say(id), 'lan')).toMatchObject({
    ok: false,
    status,
    fault: { code },
  });
  expect(followed).toEqual([]);
});
