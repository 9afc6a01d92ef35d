import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Announcement, announcement } from '../../controller/http/representations/announcement.ts';
import { playbackPage } from '../../controller/http/representations/playback.ts';
import { readyBulletin } from '../support/bulletin-upload.ts';
import { type ChaosField, chaosCommune, createChaosField } from '../support/chaos-field.ts';
import { chirp, wavOf } from '../support/chirp.ts';
import { waitUntil } from '../support/wait-until.ts';

describe('what is announced, with the controller killed as soon as it has said yes', () => {
  let field: ChaosField;
  let sirenId: string;
  beforeAll(async () => {
    field = await createChaosField();
    const clip = await readyBulletin(field.controller(), field.api(), {
      title: 'Cảnh báo lũ',
      sound: wavOf(chirp(3)),
      fields: { class: 'emergency', areaCode: '25' },
    });
    sirenId = clip.id;
  });
  afterAll(() => field?.stop());

  const now = async (id: string): Promise<Announcement> =>
    (await field.api().get(`/announcements/${id}`)).as(announcement);
  const order = async (path: string, body: object): Promise<Announcement> => {
    const answered = (await field.api().post(path, body)).as(announcement);
    await field.killController();
    await field.restartController();
    return answered;
  };
  const announce = (body: object): Promise<Announcement> =>
    order('/announcements', { targets: [{ areaCode: field.areaCode }], ...body });
  const end = (id: string): Promise<Announcement> => order(`/announcements/${id}/end`, { reason: 'Xong' });
  const startedEverywhere = (id: string): Promise<true> =>
    waitUntil(
      'every loudspeaker to have begun',
      async () => (await now(id)).progress.started === chaosCommune.receivers,
      { deadlineMs: 40_000 },
    );

  /** Whatever a test left in force would silence, or drown, the next one. */
  const inForce: string[] = [];
  afterEach(async () => {
    for (const id of inForce.splice(0)) await field.api().post(`/announcements/${id}/end`, {});
  });

  it('an emergency sounds everywhere once it is back, and its end holds as well', async () => {
    const alarm = await announce({ kind: 'emergency', bulletinId: sirenId, durationMs: 300_000 });
    inForce.push(alarm.id);
    expect(await now(alarm.id)).toMatchObject({
      state: 'inForce',
      startAt: alarm.startAt,
      endAt: alarm.endAt,
    });
    await startedEverywhere(alarm.id);
    await end(alarm.id);
    expect((await now(alarm.id)).state).toBe('ended');
    const rows = await waitUntil('every loudspeaker to have ended', async () => {
      const { items } = (await field.api().get(`/playbacks?itemId=${alarm.id}`)).as(playbackPage);
      return items.every(({ finishedAt }) => finishedAt !== null) && items.length > 0 ? items : null;
    });
    expect(rows.map(({ deviceId }) => deviceId).sort()).toEqual(
      field.receivers.map(({ deviceId }) => deviceId).sort(),
    );
    // Long before the end that it was given at first.
    for (const row of rows) {
      expect(row).toMatchObject({ outcome: 'played', class: 'emergency' });
      expect(Date.parse(row.finishedAt ?? '')).toBeLessThan(Date.parse(alarm.endAt ?? ''));
    }
  });

  it('a stop silences the session that follows, also where the power fails in between', async () => {
    const stop = await announce({ kind: 'stop', reason: 'Loa phát nhầm' });
    inForce.push(stop.id);
    expect(await now(stop.id)).toMatchObject({ state: 'inForce', endAt: null });
    await startedEverywhere(stop.id);
    await field.killFleet();
    await field.restartFleet();
    const placed = await field.place();
    const rows = await field.completeLog(placed);
    expect(new Set(rows.map(({ outcome, reason }) => `${outcome} ${reason}`))).toEqual(
      new Set(['skipped stop']),
    );
    await field.expectFaithful(rows);
  });

  it('a stop that was lifted silences nothing any more', async () => {
    const stop = await announce({ kind: 'stop', reason: 'Loa phát nhầm' });
    inForce.push(stop.id);
    await startedEverywhere(stop.id);
    await end(stop.id);
    expect((await now(stop.id)).state).toBe('ended');
    const placed = await field.place();
    const rows = await field.completeLog(placed);
    expect(new Set(rows.map(({ outcome }) => outcome))).toEqual(new Set(['played']));
    await field.expectFaithful(rows);
  });
});
