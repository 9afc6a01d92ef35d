import { describe, expect, it } from 'vitest';
import type { EmergencyInput } from '../../../../../controller/app/ports/store/announcement-requests.ts';
import { putBulletin } from '../../../../support/publishing-world.ts';
import {
  accepted,
  caoXa,
  district,
  emergency,
  minute,
  noon,
  province,
  refusal,
  stopOf,
  tuXa,
  useAnnouncing,
} from './announcing-fixture.ts';

const lan = { id: 'usr_lan', username: 'lan' };
const binh = { id: 'usr_binh', username: 'binh' };
const hoa = { id: 'usr_hoa', username: 'hoa' };
const wide = (change: Partial<EmergencyInput> = {}): EmergencyInput => ({
  kind: 'emergency',
  bulletinId: 'bul_flood',
  targets: [{ areaKey: district.key }],
  reason: 'Nước lên nhanh',
  ...change,
});

const field = useAnnouncing();
const requests = () => field().announcing.requests;
const ask = async (input = wide()) => accepted(await requests().ask(input, lan));
const inForce = () => field().announcing.live.inForce();

describe('an emergency wider than a commune', () => {
  it.each([
    ['a district', [{ areaKey: district.key }]],
    ['two communes', [{ areaKey: caoXa.key }, { areaKey: tuXa.key }]],
    ['clusters of two communes', [{ clusterId: '1' }, { clusterId: '3' }]],
    ['the province', [{ areaKey: province.key }]],
  ])('does not start by one person alone: %s', async (_what, targets) => {
    expect(await field().refused(wide({ targets }))).toEqual([409, 'Announcement_NeedsSecond']);
    expect(inForce()).toEqual([]);
  });

  it('starts by one person in one step within a commune', async () => {
    const row = await field().announce(wide({ targets: [{ areaKey: caoXa.key }] }));
    expect(row).toMatchObject({ confirmedBy: null, isBreakGlass: false });
    expect(field().incidents).toEqual([]);
  });

  it('is not cut into pieces of a commune each by one person', async () => {
    const inCaoXa = wide({ targets: [{ areaKey: caoXa.key }] });
    const inTuXa = wide({ targets: [{ areaKey: tuXa.key }] });
    await field().announce(inCaoXa);
    expect(await field().refused(inTuXa)).toEqual([409, 'Announcement_NeedsSecond']);
    await field().clock.advance(minute);
    await field().end(inForce()[0]?.row.id ?? '');
    expect(await field().refused(inTuXa)).toEqual([409, 'Announcement_NeedsSecond']);
    expect(await field().announce({ ...inTuXa, breakGlass: true })).toMatchObject({ isBreakGlass: true });
    expect(field().incidents).toMatchObject([{ type: 'break-glass', areaKey: tuXa.key }]);
    await field().announce(inCaoXa);
    const { id } = accepted(await requests().ask(inTuXa, { id: 'usr_admin', username: 'admin' }));
    expect(accepted(await requests().confirm(id, binh))).toMatchObject({ isBreakGlass: false });
    field().clock.set(noon + 2 * 60 * minute);
    expect(await field().announce(inTuXa)).toMatchObject({ isBreakGlass: false });
  });

  it('is not cut into pieces by one person at the same instant', async () => {
    const { announcements } = field().announcing;
    const begun = await Promise.all(
      [caoXa, tuXa].map(({ key }) => announcements.announce(wide({ targets: [{ areaKey: key }] }), lan)),
    );
    expect(begun.map(refusal)).toEqual([null, [409, 'Announcement_NeedsSecond']]);
    const another = await announcements.announce(wide({ targets: [{ areaKey: tuXa.key }] }), binh);
    expect(another.ok).toBe(true);
  });

  it('starts when another person confirms, as both had asked for', async () => {
    const request = await ask();
    expect(request).toMatchObject({ state: 'waiting', expiresAt: noon + 5 * minute });
    expect(await field().listed(district.key)).toEqual([]);
    await field().clock.advance(minute);
    const row = accepted(await requests().confirm(request.id, binh));
    expect(row).toMatchObject({
      startedBy: 'lan',
      confirmedBy: 'binh',
      isBreakGlass: false,
      startAt: noon + minute,
      reason: 'Nước lên nhanh',
    });
    expect(await field().listed(district.key)).toEqual([row.id]);
    expect(await requests().get(request.id)).toMatchObject({
      state: 'confirmed',
      decidedBy: 'binh',
      announcementId: row.id,
    });
  });

  it('starts once when two confirm at the same instant, and again when one taps twice', async () => {
    const { id } = await ask();
    const both = await Promise.all([
      requests().confirm(id, binh),
      requests().confirm(id, hoa),
      requests().confirm(id, binh),
    ]);
    expect(inForce()).toHaveLength(1);
    expect(both.map(refusal)).toEqual([null, [409, 'Request_Confirmed'], null]);
    expect(refusal(await requests().confirm(id, hoa))).toEqual([409, 'Request_Confirmed']);
    expect(inForce()).toHaveLength(1);
  });

  it('is not confirmed by whoever asked for it', async () => {
    const { id } = await ask();
    expect(refusal(await requests().confirm(id, lan))).toEqual([403, 'Request_Own']);
    expect(inForce()).toEqual([]);
  });

  it('never starts once its five minutes are over, also if nobody looked', async () => {
    const { id } = await ask();
    field().clock.set(noon + 5 * minute);
    expect(refusal(await requests().confirm(id, binh))).toEqual([409, 'Request_Expired']);
    expect(await requests().get(id)).toMatchObject({ state: 'expired' });
    expect(inForce()).toEqual([]);
  });

  it('says that it ran out, by itself', async () => {
    const { id } = await ask();
    await field().clock.advance(5 * minute);
    expect(await field().store.announcements.request(id)).toMatchObject({
      state: 'expired',
      decidedBy: null,
    });
    expect(field().events.of('announcements').at(-1)?.ids).toEqual([id]);
  });

  it('waits over a restart, and runs out while the controller is down', async () => {
    const first = await ask();
    const second = await ask(wide({ targets: [{ areaKey: province.key }] }));
    await field().restart();
    accepted(await requests().confirm(first.id, binh));
    field().clock.set(noon + 6 * minute);
    await field().restart();
    expect(await field().store.announcements.request(second.id)).toMatchObject({ state: 'expired' });
    expect(refusal(await requests().confirm(second.id, binh))).toEqual([409, 'Request_Expired']);
    expect(inForce()).toHaveLength(1);
  });

  it('stays in sight while it waits, however many others are asked for', async () => {
    const { id } = await ask();
    await field().clock.advance(1_000);
    for (let others = 0; others < 3; others += 1) {
      const other = accepted(await requests().ask(wide(), hoa));
      await requests().withdraw(other.id, hoa);
    }
    expect((await requests().list(2)).map((row) => [row.requestedBy, row.state])).toEqual([
      ['hoa', 'withdrawn'],
      ['hoa', 'withdrawn'],
      ['lan', 'waiting'],
    ]);
    field().clock.set(noon + 5 * minute);
    expect((await requests().list(3)).find((row) => row.id === id)?.state).toBe('expired');
  });

  it('is refused by another person, or taken back by whoever asked, and then never starts', async () => {
    const refused = await ask();
    accepted(await requests().refuse(refused.id, 'Chưa có tin', binh));
    expect(refusal(await requests().confirm(refused.id, hoa))).toEqual([409, 'Request_Refused']);
    const own = await ask();
    expect(refusal(await requests().withdraw(own.id, binh))).toEqual([409, 'Request_NotOwn']);
    accepted(await requests().withdraw(own.id, lan));
    expect(refusal(await requests().confirm(own.id, binh))).toEqual([409, 'Request_Withdrawn']);
    expect(inForce()).toEqual([]);
  });

  it('is checked again as it starts: what was withdrawn meanwhile stays silent, and the request waits on', async () => {
    const { id } = await ask();
    await putBulletin(field().store, 'bul_flood', 'f', 5, { class: 'emergency', approval: 'withdrawn' });
    expect(refusal(await requests().confirm(id, binh))).toEqual([422, 'Announcement_BulletinNotApproved']);
    expect(await requests().get(id)).toMatchObject({ state: 'waiting' });
  });

  it('lifts a stop only with the second person, and says which stop is in the way', async () => {
    const stop = await field().announce(stopOf({ areaKey: district.key }));
    const lifting = await ask(wide({ liftStopIds: [stop.id] }));
    expect(inForce().map(({ row }) => row.id)).toEqual([stop.id]);
    const other = await field().announce(stopOf({ areaKey: tuXa.key }));
    expect(await requests().confirm(lifting.id, binh)).toMatchObject({ stopIds: [stop.id, other.id] });
    await field().end(other.id);
    const row = accepted(await requests().confirm(lifting.id, binh));
    expect(inForce().map((one) => one.row.id)).toEqual([row.id]);
  });

  it('tells the other approvers that it waits', async () => {
    const { id } = await ask();
    expect(field().notices).toMatchObject([
      { type: 'emergency-waiting', areaKey: district.key, subjectId: id, by: 'usr_lan' },
    ]);
  });
});

describe('breaking the glass', () => {
  it('starts at once, and leaves an incident and a notice with the reason', async () => {
    const row = await field().announce(emergency({ targets: [{ areaKey: province.key }], reason: 'Vỡ đê' }));
    expect(row).toMatchObject({ isBreakGlass: true, confirmedBy: null, reason: 'Vỡ đê', startAt: noon });
    expect(field().incidents).toMatchObject([
      {
        type: 'break-glass',
        announcementId: row.id,
        areaKey: province.key,
        detail: { by: 'admin', cause: 'Vỡ đê' },
      },
    ]);
    expect(field().notices).toMatchObject([
      { type: 'break-glass', subjectId: row.id, areaKey: province.key },
    ]);
  });

  it('ends the wait of whoever asked, who alone may do that, and starts once', async () => {
    const { id } = await ask();
    expect(refusal(await requests().breakGlass(id, 'Vỡ đê', binh))).toEqual([409, 'Request_NotOwn']);
    const [row] = (
      await Promise.all([requests().breakGlass(id, 'Vỡ đê', lan), requests().breakGlass(id, 'Vỡ đê', lan)])
    ).map(accepted);
    expect(row).toMatchObject({ startedBy: 'lan', isBreakGlass: true, reason: 'Vỡ đê' });
    expect(await requests().get(id)).toMatchObject({ state: 'withdrawn', announcementId: row?.id });
    expect(refusal(await requests().confirm(id, binh))).toEqual([409, 'Request_Withdrawn']);
    expect(inForce()).toHaveLength(1);
    expect(field().incidents).toHaveLength(1);
  });

  it.each([undefined, '', '  '])('is refused without a reason (%j)', async (reason) => {
    expect(await field().refused(wide({ breakGlass: true, reason }))).toEqual([
      422,
      'Announcement_ReasonMissing',
    ]);
    expect(inForce()).toEqual([]);
  });
});
