import { beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../../../controller/adapters/store/sqlite.ts';
import { type Approvals, createApprovals } from '../../../../../controller/app/bulletins/approvals.ts';
import {
  createSoloApprovals,
  type SoloApprovals,
} from '../../../../../controller/app/bulletins/solo-approvals.ts';
import { createDirectory } from '../../../../../controller/app/directory/directory.ts';
import type { Notice } from '../../../../../controller/app/ports/notifier.ts';
import type { Outcome } from '../../../../../controller/app/ports/runtime.ts';
import type { Store } from '../../../../../controller/app/ports/store.ts';
import { caoXa, province, testAreas } from '../../../../support/device-field.ts';
import { createRecordingEvents, type RecordingEvents } from '../../../../support/recording-events.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { aBulletin, aUser, MORNING } from '../../../../support/store-contract/sample-rows.ts';
import { createVirtualClock, type VirtualClock } from '../../../../support/virtual-clock.ts';

const minute = 60_000;
const lan = { id: 'usr_lan', username: 'lan' };
const binh = { id: 'usr_binh', username: 'binh' };
const hoa = { id: 'usr_hoa', username: 'hoa' };
const trusting = { seen: null };

let store: Store;
let clock: VirtualClock;
let events: RecordingEvents;
let notices: Notice[];
let airChanges: number;
let solo: SoloApprovals;
let approvals: Approvals;

beforeEach(async () => {
  store = await openSqliteStore({ path: ':memory:', log: silentLog });
  const directory = createDirectory({ store });
  await directory.addAreas(testAreas);
  clock = createVirtualClock(MORNING);
  events = createRecordingEvents();
  notices = [];
  airChanges = 0;
  solo = createSoloApprovals({ store, directory, clock, log: silentLog });
  approvals = createApprovals({
    store,
    solo,
    notifier: {
      notify: async (notice) => {
        notices.push(notice);
      },
    },
    events,
    clock,
    cutOffMs: 30 * minute,
    onAirChange: () => {
      airChanges += 1;
    },
    log: silentLog,
  });
  await store.users.put(aUser(lan));
  await store.bulletins.put(
    aBulletin({ audioState: 'ready', sha256: 'a'.repeat(64), createdBy: 'lan', areaKey: caoXa.key }),
  );
});

const stateOf = (outcome: Outcome<{ approval: string; revision: number }>) =>
  outcome.ok ? [outcome.value.approval, outcome.value.revision] : [outcome.status, outcome.fault.code];

describe('approvals', () => {
  it('keep who, when and why of every step', async () => {
    expect(stateOf(await approvals.submit('bul_1', trusting, lan))).toEqual(['submitted', 1]);
    await clock.advance(minute);
    const asked = { seen: 1, reason: 'Nghe không rõ' };
    expect(stateOf(await approvals.giveBack('bul_1', asked, binh))).toEqual(['returned', 2]);
    const title = 'Lịch tiêm phòng chó, mèo';
    expect(stateOf(await approvals.change('bul_1', { seen: 2, title }, lan))).toEqual(['returned', 3]);
    expect(stateOf(await approvals.submit('bul_1', trusting, lan))).toEqual(['submitted', 4]);
    expect(stateOf(await approvals.approve('bul_1', { seen: 4 }, binh))).toEqual(['approved', 5]);
    expect(await store.approvals.of(['bul_1'])).toMatchObject([
      { step: 'submit', by: 'lan', at: MORNING, reason: null },
      { step: 'return', by: 'binh', at: MORNING + minute, reason: 'Nghe không rõ' },
      { step: 'change', by: 'lan' },
      { step: 'submit', by: 'lan' },
      { step: 'approve', by: 'binh', isSolo: false },
    ]);
    expect(await store.bulletins.get('bul_1')).toMatchObject({
      title,
      approvedAt: MORNING + minute,
      airsFrom: MORNING + 31 * minute,
    });
  });

  it('tell approvers of what waits, and makers of what comes back', async () => {
    await approvals.submit('bul_1', trusting, lan);
    await approvals.giveBack('bul_1', { seen: null, reason: 'Nghe không rõ' }, binh);
    expect(notices).toMatchObject([
      { type: 'approval-waiting', areaKey: caoXa.key, subjectId: 'bul_1', by: 'usr_lan', at: MORNING },
      { type: 'returned', subjectId: 'bul_1', to: ['usr_lan'], by: 'usr_binh', path: '/ban-tin/bul_1' },
    ]);
    expect(notices[1]?.body.vi).toContain('Nghe không rõ');
  });

  it('bring an approved bulletin into programs at once, and nothing else', async () => {
    await approvals.submit('bul_1', trusting, lan);
    expect(airChanges).toBe(0);
    await approvals.approve('bul_1', trusting, binh);
    expect(airChanges).toBe(1);
    expect(events.of('bulletin').map(({ audioState }) => audioState)).toEqual(['submitted', 'approved']);
  });

  it('refuse a decision about what the person has not seen', async () => {
    await approvals.submit('bul_1', trusting, lan);
    await approvals.giveBack('bul_1', { seen: 1, reason: 'Sai tên' }, hoa);
    await approvals.change('bul_1', { seen: 2, title: 'Tên khác' }, lan);
    await approvals.submit('bul_1', trusting, lan);
    const stale = await approvals.approve('bul_1', { seen: 1 }, binh);
    expect(stateOf(stale)).toEqual([409, 'Approval_StateChanged']);
    expect((await store.bulletins.get('bul_1'))?.approval).toBe('submitted');
  });

  it('say who was faster', async () => {
    await approvals.submit('bul_1', trusting, lan);
    await approvals.giveBack('bul_1', { seen: 1, reason: 'Sai tên' }, hoa);
    const late = await approvals.approve('bul_1', { seen: 1 }, binh);
    expect(late).toMatchObject({ ok: false, status: 409 });
    expect(late.ok ? '' : late.fault.vi).toContain('đã được hoa trả lại');
  });

  it('let one of two who decide at the same instant win, once', async () => {
    await approvals.submit('bul_1', trusting, lan);
    const both = await Promise.all([
      approvals.approve('bul_1', { seen: 1 }, binh),
      approvals.giveBack('bul_1', { seen: 1, reason: 'Sai tên' }, hoa),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await store.approvals.of(['bul_1'])).toHaveLength(2);
  });

  it('take a double tap for one', async () => {
    await Promise.all([approvals.submit('bul_1', trusting, lan), approvals.submit('bul_1', trusting, lan)]);
    const taps = [
      approvals.approve('bul_1', { seen: 1 }, binh),
      approvals.approve('bul_1', { seen: 1 }, binh),
    ];
    expect((await Promise.all(taps)).map(stateOf)).toEqual([
      ['approved', 2],
      ['approved', 2],
    ]);
    expect(await store.approvals.of(['bul_1'])).toHaveLength(2);
    expect(notices).toHaveLength(1);
    expect(airChanges).toBe(1);
  });

  it('refuse the producer, unless the commune is one of a single person, and mark that', async () => {
    await approvals.submit('bul_1', trusting, lan);
    expect(stateOf(await approvals.approve('bul_1', trusting, lan))).toEqual([403, 'Approval_OwnBulletin']);
    await solo.set(caoXa.key, { isOn: true, reason: 'Chỉ có một cán bộ' }, { username: 'admin' });
    expect(stateOf(await approvals.approve('bul_1', trusting, lan))).toEqual(['approved', 2]);
    expect((await store.approvals.of(['bul_1'])).at(-1)).toMatchObject({ step: 'approve', isSolo: true });
  });

  it('ask for a second person again when the permission ends, and know it for communes only', async () => {
    const reason = 'Chỉ có một cán bộ';
    await solo.set(caoXa.key, { isOn: true, reason }, { username: 'admin' });
    await solo.set(caoXa.key, { isOn: false, reason: 'Đã có người duyệt' }, { username: 'admin' });
    expect(await solo.of(caoXa.key)).toBeNull();
    expect(stateOfSolo(await solo.set(province.key, { isOn: true, reason }, { username: 'admin' }))).toBe(
      'Approval_SoloNotCommune',
    );
  });

  it.each(['title', 'class'] as const)('never change the %s of what was approved', async (field) => {
    await approvals.submit('bul_1', trusting, lan);
    await approvals.approve('bul_1', trusting, binh);
    const change = field === 'title' ? { title: 'Tên khác' } : { class: 'priority' as const };
    expect(stateOf(await approvals.change('bul_1', { seen: null, ...change }, lan))).toEqual([
      409,
      'Bulletin_Approved',
    ]);
  });

  it('keep the wish to submit while the audio is in work, and refuse audio that failed', async () => {
    await store.bulletins.put(aBulletin({ id: 'bul_2', audioState: 'processing', createdBy: 'lan' }));
    expect(stateOf(await approvals.submit('bul_2', trusting, lan))).toEqual(['draft', 0]);
    expect((await store.bulletins.get('bul_2'))?.submitter).toBe('lan');
    await store.bulletins.put(aBulletin({ id: 'bul_3', audioState: 'failed', createdBy: 'lan' }));
    expect(stateOf(await approvals.submit('bul_3', trusting, lan))).toEqual([422, 'Approval_AudioFailed']);
    expect(stateOf(await approvals.submit('bul_9', trusting, lan))).toEqual([404, 'Bulletin_Unknown']);
  });
});

const stateOfSolo = (outcome: Outcome<unknown>): string => (outcome.ok ? 'ok' : outcome.fault.code);
