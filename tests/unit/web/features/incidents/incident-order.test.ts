import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../../../controller/http/api-type.ts';
import { bySeverity, isGrouped } from '../../../../../web/src/features/incidents/incident-order.ts';

const incident = (part: Partial<Incident>): Incident => ({
  id: 'inc_1',
  type: 'silent-device',
  severity: 'warning',
  state: 'open',
  title: { vi: 'Bộ thu im lặng', en: 'Silent device' },
  area: { code: '08527', name: 'Cao Xá', level: 'commune', type: 'xã' },
  district: null,
  clusterId: null,
  clusterName: null,
  deviceId: null,
  sessionId: null,
  announcementId: null,
  itemId: null,
  openedAt: '2026-11-22T01:00:00.000Z',
  lastAt: '2026-11-22T01:00:00.000Z',
  count: 1,
  acknowledgedAt: null,
  acknowledgedBy: null,
  closedAt: null,
  closedBy: null,
  closedReason: null,
  notes: [],
  detail: {},
  ...part,
});
const at = (code: string) => ({ code, name: code, level: 'commune' as const, type: 'xã' });

describe('order of incidents', () => {
  it('puts the gravest first, and the one that happened last first among equals', () => {
    const ids = bySeverity([
      incident({ id: 'notice', severity: 'info' }),
      incident({ id: 'earlier' }),
      incident({ id: 'later', lastAt: '2026-11-22T02:00:00.000Z' }),
      incident({ id: 'grave', severity: 'critical' }),
    ]).map(({ id }) => id);
    expect(ids).toEqual(['grave', 'later', 'earlier', 'notice']);
  });

  it('gathers by commune only where there are many, and several communes', () => {
    const many = Array.from({ length: 10 }, (_, n) => incident({ id: `inc_${n}` }));
    expect(isGrouped(many)).toBe(false);
    expect(isGrouped([...many, incident({ area: at('07888') })])).toBe(true);
    expect(isGrouped([incident({}), incident({ area: at('07888') })])).toBe(false);
  });
});
