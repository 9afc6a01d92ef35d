import { expect, it } from 'vitest';
import type { Store } from '../../../controller/app/ports/store.ts';
import {
  aBulletin,
  anAnnouncement,
  aPlanItem,
  aPlayback,
  aRequest,
  MINUTE,
  MORNING,
  played,
} from './sample-rows.ts';

const aStop = anAnnouncement({
  id: 'ann_2',
  kind: 'stop',
  bulletinId: null,
  sha256: null,
  volume: null,
  repeat: false,
  endAt: null,
  reason: null,
  startAt: MORNING + MINUTE,
  isDemo: true,
});
const ended = { endedAt: MORNING + 2 * MINUTE, endedBy: 'admin', endReason: 'Nước đã rút' };

export const announcementsContract = (store: () => Store): void => {
  it('gives announcements back as they were put, and replaces them', async () => {
    await store().announcements.put([anAnnouncement(), aStop]);
    expect(await store().announcements.many(['ann_2', 'ann_1', 'ann_3'])).toEqual([anAnnouncement(), aStop]);
    await store().announcements.put([anAnnouncement(ended)]);
    expect(await store().announcements.many(['ann_1'])).toEqual([anAnnouncement(ended)]);
  });

  it('tells those that nobody ended from those that ended since', async () => {
    await store().announcements.put([anAnnouncement(ended), aStop]);
    expect(await store().announcements.unended()).toEqual([aStop]);
    expect(await store().announcements.endedSince(MORNING + 2 * MINUTE)).toEqual([anAnnouncement(ended)]);
    expect(await store().announcements.endedSince(MORNING + 3 * MINUTE)).toEqual([]);
  });

  it('pages the newest first, or only what is over', async () => {
    const third = anAnnouncement({ id: 'ann_3' });
    await store().announcements.put([anAnnouncement(), aStop, third]);
    const query = { endedBy: null, cursor: null, limit: 2 };
    const first = await store().announcements.page(query);
    expect(first.items.map(({ id }) => id)).toEqual(['ann_2', 'ann_3']);
    const second = await store().announcements.page({ ...query, cursor: first.next });
    expect(second).toEqual({ items: [anAnnouncement()], next: null });
    await store().announcements.put([anAnnouncement(ended)]);
    const over = async (endedBy: number) =>
      (await store().announcements.page({ ...query, endedBy })).items.map(({ id }) => id);
    expect(await over(MORNING)).toEqual(['ann_1']);
    expect(await over(MORNING + 10 * MINUTE)).toEqual(['ann_3', 'ann_1']);
  });

  it('knows which clips it made of what, and lets loudspeakers have them', async () => {
    const clip = { source: 'exercise:a', sha256: 'c'.repeat(64), createdAt: MORNING };
    expect(await store().assets.isServable(clip.sha256)).toBe(false);
    await store().announcements.putClip(clip);
    expect(await store().announcements.clips(['exercise:a', 'exercise:b'])).toEqual([clip]);
    expect(await store().assets.isServable(clip.sha256)).toBe(true);
  });

  it('finds the emergency clips that may air', async () => {
    const clip = aBulletin({ class: 'emergency', approval: 'approved', audioState: 'ready' });
    await store().bulletins.put(clip);
    await store().bulletins.put({ ...clip, id: 'bul_2', class: 'priority' });
    await store().bulletins.put({ ...clip, id: 'bul_3', approval: 'withdrawn' });
    await store().bulletins.put({ ...clip, id: 'bul_4', audioState: 'processing' });
    expect(await store().bulletins.emergencyClips()).toEqual([clip]);
  });

  it('leaves plan items of announcements to themselves when a program is replaced', async () => {
    const exercise = aPlanItem({ itemId: 'ann_1', sessionId: null, startAt: MORNING + MINUTE });
    await store().plan.insert([exercise]);
    await store().plan.replace(exercise.areaKey, [], MORNING);
    const query = { areaKeys: null, from: MORNING, to: MORNING + MINUTE * 9 };
    expect(await store().plan.between(query)).toEqual([exercise]);
  });

  it('ends items early: shortened once begun, cancelled before', async () => {
    const other = '07891.20200101';
    await store().plan.insert([
      aPlanItem({ itemId: 'ann_1', sessionId: null }),
      aPlanItem({ itemId: 'ann_1', sessionId: null, areaKey: other, startAt: MORNING + 3 * MINUTE }),
      aPlanItem({ itemId: 'ann_2', sessionId: null }),
    ]);
    await store().plan.endEarly(['ann_1'], MORNING + 2 * MINUTE);
    const found = await store().plan.between({ areaKeys: null, from: MORNING, to: MORNING + 9 * MINUTE });
    expect(found).toEqual([
      expect.objectContaining({ itemId: 'ann_1', endAt: MORNING + 2 * MINUTE, cancelledAt: null }),
      expect.objectContaining({ itemId: 'ann_2', endAt: MORNING + 5 * MINUTE, cancelledAt: null }),
      expect.objectContaining({ areaKey: other, cancelledAt: MORNING + 2 * MINUTE }),
    ]);
  });

  it('ends the rows of an item early, some at a time', async () => {
    const at = MORNING + 2 * MINUTE;
    const waiting = ['dev_1', 'dev_2', 'dev_3'].map((deviceId) => aPlayback({ itemId: 'ann_1', deviceId }));
    await store().playbacks.insert([...waiting, played({ itemId: 'ann_1', deviceId: 'dev_4' }), aPlayback()]);
    expect(await store().playbacks.endEarly('ann_1', at, 2)).toBe(2);
    expect(await store().playbacks.endEarly('ann_1', at, 2)).toBe(2);
    expect(await store().playbacks.endEarly('ann_1', at, 2)).toBe(0);
    expect(await store().playbacks.close(at + 1, at + 1)).toEqual([
      { itemId: 'ann_1', areaKey: aPlayback().areaKey },
    ]);
    expect(await store().playbacks.ofItem('ann_1')).toEqual([
      { deviceId: 'dev_1', startedAt: null, outcome: 'unknown' },
      { deviceId: 'dev_2', startedAt: null, outcome: 'unknown' },
      { deviceId: 'dev_3', startedAt: null, outcome: 'unknown' },
      { deviceId: 'dev_4', startedAt: MORNING + 3, outcome: 'played' },
    ]);
  });

  it('keeps requests for a second approver as they were put, and finds those that wait', async () => {
    const request = aRequest();
    const refused = aRequest({
      id: 'req_2',
      state: 'refused',
      decidedBy: 'binh',
      decidedAt: 9,
      requestedAt: 2,
    });
    await store().announcements.putRequest(request);
    await store().announcements.putRequest({ ...refused, state: 'waiting' });
    await store().announcements.putRequest(refused);
    await store().announcements.putRequest(aRequest({ id: 'req_3', requestedAt: 1 }));
    expect(await store().announcements.request('req_1')).toEqual(request);
    expect(await store().announcements.request('req_9')).toBeNull();
    expect((await store().announcements.waitingRequests()).map(({ id }) => id)).toEqual(['req_3', 'req_1']);
    expect((await store().announcements.requests(2)).map(({ id }) => id)).toEqual(['req_1', 'req_2']);
  });
};
