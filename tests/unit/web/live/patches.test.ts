import { describe, expect, it } from 'vitest';
import type {
  Bulletin,
  ClusterPage,
  Me,
  Overview,
  PresenceState,
  ServerEvent,
} from '../../../../controller/http/api-type.ts';
import {
  gather,
  patchBulletin,
  patchClusterPage,
  patchMe,
  patchOverview,
  staleKeys,
} from '../../../../web/src/live/patches.ts';

const area = { code: '08527', name: 'Cao Xá', level: 'commune', type: 'xã' } as const;

const page: ClusterPage = {
  items: [
    {
      id: 'c1',
      name: 'Khu 3 – Nhà văn hóa',
      area,
      district: null,
      device: null,
      presence: 'online',
      lastHeartbeatAt: null,
      warnings: [],
      playing: { itemId: 'i1', title: 'Phòng trừ rầy nâu' },
      demo: true,
    },
    {
      id: 'c2',
      name: 'Khu 7 – Cổng chợ',
      area,
      district: null,
      device: null,
      presence: 'late',
      lastHeartbeatAt: null,
      warnings: [],
      playing: null,
      demo: true,
    },
  ],
  next: null,
  counts: { clusters: 40, online: 30, late: 5, offline: 4, unknown: 1 },
};

const presence = (clusterId: string, state: PresenceState): ServerEvent => ({
  type: 'presence',
  changes: [{ clusterId, areaCode: '08527', state }],
});

describe('gathering events', () => {
  it('keeps the last word on each cluster', () => {
    const batch = gather([presence('c1', 'late'), presence('c1', 'offline')]);
    expect(batch.presence.get('c1')?.state).toBe('offline');
  });
});

describe('clusters', () => {
  it('changes the state of the cluster and moves it between the counts', () => {
    const patched = patchClusterPage(page, gather([presence('c2', 'offline')]));
    expect(patched.items[1]?.presence).toBe('offline');
    expect(patched.counts).toEqual({ clusters: 40, online: 30, late: 4, offline: 5, unknown: 1 });
  });

  it('keeps the page itself when nothing on it changes', () => {
    expect(patchClusterPage(page, gather([presence('c1', 'online'), presence('c9', 'late')]))).toBe(page);
  });

  it('stops showing an item as playing when that item ends', () => {
    const ends = { clusterId: 'c1', areaCode: '08527', itemId: 'i1', playing: false };
    const patched = patchClusterPage(page, gather([{ type: 'playing', changes: [ends] }]));
    expect(patched.items[0]?.playing).toBeNull();
  });

  it('goes on showing an item when another one ends', () => {
    const other = { clusterId: 'c1', areaCode: '08527', itemId: 'i0', playing: false };
    expect(patchClusterPage(page, gather([{ type: 'playing', changes: [other] }]))).toBe(page);
  });
});

describe('bulletins', () => {
  const bulletin = (state: Bulletin['audio']['state']): Bulletin => ({
    id: 'b1',
    title: 'Lịch cắt điện ngày mai',
    class: 'normal',
    language: 'vi',
    area,
    approval: 'approved',
    revision: 2,
    submitsWhenReady: false,
    history: [],
    soloApproved: false,
    producers: ['admin'],
    soloAllowed: false,
    audio: { state, progress: 0.2, fault: null, asset: null },
    createdBy: 'admin',
    createdAt: '2026-11-22T00:00:00Z',
    demo: false,
  });
  const event = (audioState: string, progress: number) =>
    gather([{ type: 'bulletin', bulletinId: 'b1', audioState, progress }]);

  it('moves the progress on', () => {
    expect(patchBulletin(bulletin('queued'), event('processing', 0.6)).audio).toMatchObject({
      state: 'processing',
      progress: 0.6,
    });
  });

  it('does not call a bulletin ready before its audio is there', () => {
    expect(patchBulletin(bulletin('processing'), event('ready', 1)).audio.state).toBe('processing');
  });

  it('does not take a finished bulletin back to work for a late event', () => {
    expect(patchBulletin(bulletin('failed'), event('processing', 0.9)).audio.state).toBe('failed');
  });

  it('asks for the bulletin itself once its audio is settled, and not for each step', () => {
    expect(staleKeys(event('processing', 0.5))).toEqual([]);
    expect(staleKeys(event('failed', 1))).toEqual(['bulletins', 'bulletin', 'approvals', 'schedule']);
  });
});

describe('the network', () => {
  const me: Me = {
    user: {
      id: 'u',
      username: 'admin',
      displayName: 'Admin',
      grants: [{ role: 'administrator', area }],
      area,
    },
    permissions: [],
    secondFactor: 'off',
    recoveryCodesLeft: 0,
    hasPassword: true,
    demo: true,
    networkCutUntil: null,
    serverTime: '2026-11-22T00:00:00Z',
  };
  const cut = gather([{ type: 'network', up: false, cutUntil: '2026-11-22T00:01:00Z' }]);
  const back = gather([{ type: 'network', up: true, cutUntil: null }]);

  it('tells until when it is cut, and that it is back', () => {
    expect(patchMe(me, cut).networkCutUntil).toBe('2026-11-22T00:01:00Z');
    expect(patchMe(patchMe(me, cut), back).networkCutUntil).toBeNull();
    expect(patchMe(me, gather([]))).toBe(me);
  });

  it('marks the overview', () => {
    const share = { count: 1, total: 1, percent: 100 };
    const overview: Overview = {
      area,
      serverTime: me.serverTime,
      presence: page.counts,
      playing: 0,
      coverage: { official: share, equipped: share, reachable: null, proven: null },
      current: [],
      next: [],
      last: null,
      tiles: [],
      networkUp: true,
      mayRead: true,
    };
    expect(patchOverview(overview, cut).networkUp).toBe(false);
    expect(patchOverview(overview, back)).toBe(overview);
  });
});

describe('stale keys', () => {
  it('names each key once, however many kinds of event make it stale', () => {
    const keys = staleKeys(
      gather([presence('c1', 'late'), { type: 'playbacks', areaCodes: [], itemIds: [] }]),
    );
    expect(keys.filter((key) => key === 'overview')).toHaveLength(1);
    expect(keys).toContain('playback-summaries');
    expect(keys).toContain('clusters');
  });

  it('asks again for what is in force, for incidents and for the inbox when their events come', () => {
    const keysOf = (type: 'announcements' | 'incidents') =>
      staleKeys(gather([{ type, areaCodes: ['08527'], ids: ['one'] }]));
    expect(keysOf('announcements')).toContain('announcements');
    expect(keysOf('incidents')).toEqual(['incidents']);
    expect(staleKeys(gather([{ type: 'inbox', areaCodes: ['08527'] }]))).toEqual(['inbox']);
  });

  it('works out the dry run anew when the plan changes, or when something comes into force', () => {
    expect(staleKeys(gather([{ type: 'schedule', areaCodes: [] }]))).toContain('dry-run');
    expect(staleKeys(gather([{ type: 'announcements', areaCodes: [], ids: [] }]))).toContain('dry-run');
  });
});
