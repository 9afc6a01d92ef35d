import { expect, it } from 'vitest';
import { accountOf, addToAccount, withAccount } from '../../../../controller/domain/device-account.ts';
import { withHearing } from '../../../../controller/domain/hearing.ts';
import { plannedPlayback } from '../../../../controller/domain/playback.ts';
import { minute, morning, planItem } from '../../../support/device-field.ts';
import { endedEvent, startedEvent } from '../../../support/play-events.ts';

const place = { deviceId: 'dev-1', clusterId: '1', areaKey: planItem('item-1').areaKey, isDemo: false };
const planned = plannedPlayback(planItem('item-1'), place, morning);
const started = withAccount(planned, addToAccount(accountOf(planned), startedEvent()));
const later = (row: typeof planned) => withAccount(row, addToAccount(accountOf(row), endedEvent()));

it('what a person did not hear stays unheard, whatever the receiver says afterwards', () => {
  const unheard = withHearing(started, false, morning + minute);
  expect(unheard).toMatchObject({ outcome: 'failed', reason: 'not-heard', grade: 'confirmed' });
  expect(later(unheard)).toMatchObject({ outcome: 'failed', reason: 'not-heard', grade: 'confirmed' });
});

it('what a person heard is confirmed, and the receiver takes nothing from it', () => {
  const heard = withHearing(started, true, morning + minute);
  expect(heard).toMatchObject({
    outcome: 'played',
    reason: null,
    grade: 'confirmed',
    startedAt: morning + 8,
  });
  expect(later(heard)).toMatchObject({ outcome: 'played', grade: 'confirmed' });
});

it('a person who hears something at a receiver that has said nothing is believed', () => {
  const heard = withHearing(planned, true, morning + 60 * minute);
  expect(heard).toMatchObject({ startedAt: planned.plannedStart, finishedAt: planned.plannedEnd });
});
