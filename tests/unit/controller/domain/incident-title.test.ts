import { expect, it } from 'vitest';
import {
  type IncidentDetail,
  type IncidentType,
  incidentTypes,
} from '../../../../controller/domain/incident.ts';
import { incidentTitle } from '../../../../controller/domain/incident-title.ts';

const at = Date.UTC(2026, 10, 21, 22, 12);

it.each<[IncidentType, IncidentDetail, string]>([
  ['silent-device', { lastSeenAt: at }, 'Bộ thu mất kết nối từ 05:12 ngày 22/11'],
  ['silent-device', { lastSeenAt: null }, 'Bộ thu chưa từng kết nối'],
  ['network', { reason: 'devices', devices: 980, total: 1000 }, '980/1000 bộ thu mất kết nối cùng lúc'],
  ['network', { reason: 'link' }, 'Máy chủ mất kết nối với máy chủ MQTT'],
  [
    'unready-session',
    { title: 'Buổi sáng', startAt: at, devices: 4, total: 30 },
    '4/30 cụm loa chưa sẵn sàng',
  ],
  ['deviation', { reason: 'cancelled-item', title: 'Lũ' }, 'Nội dung đã hủy “Lũ” vẫn phát tại 3 cụm loa'],
  ['deviation', { reason: 'unplanned', title: '' }, 'không có trong lịch'],
  ['clock', { reason: 'not-set', clockErrorMs: null }, 'chưa được chỉnh'],
  ['clock', { reason: 'error', clockErrorMs: 94_000 }, 'sai tới 94 giây'],
  ['cache', { reason: 'disk-full', freeBytes: 3e6, missing: 2 }, 'còn 3 MB, thiếu 2 tệp'],
  ['cache', { reason: 'missing', missing: 2 }, 'chưa tải được 2 tệp'],
  ['cache', { reason: 'missing', missing: 2, cause: 'hash-mismatch' }, '2 tệp âm thanh: tệp bị hỏng'],
  ['supply', { reason: 'battery', volts: 11.3 }, 'ắc quy sắp cạn: 11,3 V'],
  ['supply', { reason: 'mains', volts: 12.6 }, 'Mất điện lưới, ắc quy 12,6 V'],
  ['temperature', { celsius: 71.6 }, 'nóng 72 °C'],
  ['announcement-not-started', { title: 'Lũ', devices: 2, total: 9 }, '2/9 cụm loa chưa phát “Lũ”'],
  ['shared-credentials', { addresses: '10.0.0.1, 10.0.0.2' }, '10.0.0.1, 10.0.0.2'],
  ['server-certificate', { reason: 'expiring', endAt: at }, 'hết hạn ngày 22/11/2026'],
  [
    'server-certificate',
    { reason: 'refused', cause: 'Certificate_KeyMismatch', endAt: at },
    'không dùng được: tệp khóa không khớp',
  ],
  ['spool-gap', { lost: 12 }, 'mất 12 dòng nhật ký'],
])('%s %j says what is wrong', (type, detail, words) => {
  const title = incidentTitle({ type, detail, count: 3 });
  expect(title.vi).toContain(words);
  expect(title.en).not.toBe(title.vi);
});

it('has words for every type, whatever facts are missing', () => {
  for (const type of incidentTypes) {
    const { vi, en } = incidentTitle({ type, detail: {}, count: 1 });
    expect(`${vi} ${en}`).not.toMatch(/undefined|NaN|null/);
  }
});
