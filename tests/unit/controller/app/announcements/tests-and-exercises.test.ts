import { beforeEach, describe, expect, it } from 'vitest';
import { composed, testTone } from '../../../../support/test-announcing.ts';
import {
  type AnnouncingField,
  caoXa,
  district,
  emergency,
  minute,
  noon,
  province,
  tuXa,
  useAnnouncing,
} from './announcing-fixture.ts';

const current = useAnnouncing();
let field: AnnouncingField;
beforeEach(() => {
  field = current();
});

const day = 24 * 60 * minute;
const planned = () => field.store.plan.between({ areaKeys: null, from: noon - day, to: noon + 2 * day });

describe('tests and exercises', () => {
  const exercise = { kind: 'exercise', bulletinId: 'bul_flood', targets: [{ areaKey: caoXa.key }] } as const;

  it('a test is the shipped tone, quiet and short, a moment ahead', async () => {
    const row = await field.announce({ kind: 'test', targets: [{ clusterId: '1' }] });
    expect(row).toMatchObject({
      title: 'Phát thử',
      sha256: testTone.sha256,
      volume: 30,
      repeat: false,
      startAt: noon + 1_000,
      endAt: noon + 11_000,
      areaKey: caoXa.key,
    });
    expect((await planned())[0]).toMatchObject({ class: 'priority', itemId: row.id });
  });

  it('an exercise is the notice and the clip in one, once, and marked by its title', async () => {
    const row = await field.announce({ ...exercise, title: 'Báo lũ' });
    expect(row).toMatchObject({ title: 'Diễn tập: Báo lũ', sha256: composed.sha256, repeat: false });
    expect((row.endAt ?? 0) - row.startAt).toBe(composed.durationMs);
    expect((await field.announce({ ...exercise, title: 'diễn tập báo lũ' })).title).toBe('diễn tập báo lũ');
  });

  it('an exercise whose audio is new leaves loudspeakers a minute to fetch it', async () => {
    expect((await field.announce(exercise)).startAt).toBe(noon + minute);
    await field.jump(20 * minute);
    expect((await field.announce(exercise)).startAt).toBe(field.clock.now() + 5_000);
  });

  it('are refused where they would be heard in quiet hours, at any edge; an emergency is not', async () => {
    field.clock.set(noon + 9 * 60 * minute - 2_000);
    expect(await field.refused({ kind: 'test', targets: [{ areaKey: province.key }] })).toEqual([
      422,
      'Announcement_QuietHours',
    ]);
    expect(await field.refused(exercise)).toEqual([422, 'Announcement_QuietHours']);
    expect(await field.refused(emergency())).toBeNull();
  });

  it('obey the stricter rule of one commune', async () => {
    const rule = { areaKey: tuXa.key, weekdays: [1], from: '17:00', to: '18:00', maxVolume: null };
    await field.store.policies.replace(tuXa.key, [rule]);
    expect(await field.refused({ kind: 'test', targets: [{ areaKey: caoXa.key }] })).toBeNull();
    expect(await field.refused({ kind: 'test', targets: [{ areaKey: district.key }] })).toEqual([
      422,
      'Announcement_QuietHours',
    ]);
  });
});
