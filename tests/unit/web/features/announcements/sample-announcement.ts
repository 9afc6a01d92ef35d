import type { Announcement } from '../../../../../controller/http/api-type.ts';

export const caoXa = { code: '08527', name: 'Cao Xá', level: 'commune', type: 'xã' } as const;

export const announcement = (part: Partial<Announcement> = {}): Announcement => ({
  id: 'ann_1',
  kind: 'emergency',
  title: 'Cảnh báo lũ sông Thao',
  area: caoXa,
  targets: [{ areaCode: '08527' }],
  targetNames: ['Xã Cao Xá'],
  bulletinId: 'bul_1',
  sha256: 'a'.repeat(64),
  volume: 90,
  repeat: true,
  startAt: '2026-11-22T02:00:00.000Z',
  endAt: '2026-11-22T02:10:00.000Z',
  endedAt: null,
  startedBy: 'admin',
  confirmedBy: null,
  breakGlass: false,
  endedBy: null,
  reason: null,
  endReason: null,
  state: 'inForce',
  progress: { targeted: 30, started: 27, notStarted: 3, offline: 2 },
  demo: false,
  ...part,
});
