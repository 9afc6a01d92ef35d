import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../../../controller/http/api-type.ts';
import { fieldChanges } from '../../../../../web/src/features/audit/audit-changes.ts';
import { actorName, deedSentence } from '../../../../../web/src/features/audit/audit-sentence.ts';
import { createFormat } from '../../../../../web/src/format/format.ts';
import type { Pair } from '../../../../../web/src/i18n/language.tsx';

const vi = <T>(pair: Pair<T>): T => pair.vi;
const entry = (part: Partial<AuditEntry>): AuditEntry => ({
  seq: 17,
  at: '2026-11-22T05:00:00.000Z',
  actor: { kind: 'user', name: 'lan', address: '10.1.2.3' },
  action: 'sessions.write',
  subject: 'sessions',
  subjectId: 'ses_abcdefghijklmnop',
  name: 'Buổi sáng',
  area: null,
  before: null,
  after: { title: 'Buổi sáng' },
  hash: 'f'.repeat(64),
  ...part,
});
const sentence = (part: Partial<AuditEntry>): string => deedSentence(entry(part), vi);
const receiver = { kind: 'device', name: 'TT4G-0001', address: '113.160.1.7' } as const;
const changed = { before: { title: 'Buổi sáng', volume: 70 }, after: { title: 'Buổi sáng', volume: 80 } };

describe('an entry of the audit trail reads as a sentence', () => {
  it.each<[Partial<AuditEntry>, string]>([
    [{}, 'đã thêm buổi phát thanh “Buổi sáng”'],
    [changed, 'đã sửa buổi phát thanh “Buổi sáng”'],
    [{ before: { title: 'Buổi sáng' }, after: null }, 'đã xóa buổi phát thanh “Buổi sáng”'],
    [
      { subject: 'runningOrders', subjectId: 'ses_abcdefghijklmnop/2026-11-23' },
      'đã xếp chương trình của buổi “Buổi sáng” (23/11/2026)',
    ],
    [
      { subject: 'announcements', name: 'Cảnh báo lũ', after: { kind: 'emergency', endedAt: null } },
      'đã phát khẩn cấp “Cảnh báo lũ”',
    ],
    [{ subject: 'announcements', after: { kind: 'stop' } }, 'đã dừng tất cả loa'],
    [
      { subject: 'announcementRequests', name: 'Cảnh báo lũ', after: { state: 'waiting' } },
      'đã yêu cầu phát khẩn cấp “Cảnh báo lũ”',
    ],
    [
      {
        subject: 'announcementRequests',
        name: 'Cảnh báo lũ',
        before: { state: 'waiting' },
        after: { state: 'refused' },
      },
      'đã từ chối yêu cầu phát khẩn cấp “Cảnh báo lũ”',
    ],
    [
      { subject: 'soloApprovals', subjectId: '08527.20200101', name: null, after: { isOn: true } },
      'đã cho một người vừa làm vừa duyệt',
    ],
    [
      {
        subject: 'soloApprovals',
        subjectId: '08527.20200101',
        name: null,
        before: { isOn: true },
        after: { isOn: false },
      },
      'đã thôi cho một người vừa làm vừa duyệt',
    ],
    [
      {
        subject: 'secondFactors',
        name: null,
        before: { confirmedAt: null },
        after: { confirmedAt: 1_795_352_176_120 },
      },
      'đã bật xác thực hai bước',
    ],
    [
      {
        subject: 'announcements',
        before: { kind: 'stop', endedAt: null },
        after: { kind: 'stop', endedAt: 1_795_352_176_120 },
      },
      'đã gỡ lệnh dừng',
    ],
    [
      {
        subject: 'bulletins',
        name: 'Tiêm phòng',
        before: { approval: 'submitted' },
        after: { approval: 'approved' },
      },
      'đã duyệt bản tin “Tiêm phòng”',
    ],
    [
      { subject: 'devices', name: 'TT4G-0001', before: { status: 'active' }, after: { status: 'revoked' } },
      'đã khóa bộ thu “TT4G-0001”',
    ],
    [
      {
        subject: 'claims',
        name: 'TT4G-0001',
        before: { usedAt: null },
        after: { usedAt: 1_795_352_176_120 },
      },
      'đã dùng mã kích hoạt của bộ thu “TT4G-0001”',
    ],
    [
      {
        ...{ actor: receiver, subject: 'claims', name: 'TT4G-0001' },
        ...{ before: { usedAt: null }, after: { usedAt: 1_795_352_176_120 } },
      },
      'đã dùng mã kích hoạt của mình',
    ],
    [
      {
        ...{ actor: receiver, subject: 'devices', name: 'TT4G-0001' },
        ...{ before: { status: 'waiting' }, after: { status: 'active' } },
      },
      'đã nhận khóa kết nối và bắt đầu hoạt động',
    ],
    [
      {
        ...{ actor: receiver, subject: 'devices', name: 'TT4G-0000' },
        ...{ before: { status: 'active' }, after: { status: 'revoked' } },
      },
      'đã thay bộ thu “TT4G-0000”',
    ],
    [
      {
        subject: 'users',
        name: 'lan',
        before: { passwordHash: '[secret]' },
        after: { passwordHash: '[secret, changed]' },
      },
      'đã đổi mật khẩu của tài khoản “lan”',
    ],
    [
      { action: 'sign-in.refused', subject: 'users', name: null, after: { step: 'password' } },
      'đăng nhập không thành công',
    ],
    [
      {
        ...{ action: 'playbacks.export', subject: 'playbacks', subjectId: 'csv', name: null },
        after: { area: '08527' },
      },
      'đã tải nhật ký phát thanh',
    ],
    [{ action: 'something.new', subject: 'thing', subjectId: 'x', name: null }, 'something.new · thing x'],
  ])('%j', (part, expected) => {
    expect(sentence(part)).toBe(expected);
  });

  it('leaves an id out that says nothing to a reader', () => {
    expect(sentence({ name: null })).toBe('đã thêm buổi phát thanh');
    expect(sentence({ name: null, subject: 'settings', subjectId: 'cut-off' })).toBe(
      'đã thêm cài đặt cut-off',
    );
  });

  it.each<[AuditEntry['actor']['kind'], string]>([
    ['user', 'lan'],
    ['token', 'Mã máy “lan”'],
    ['device', 'Bộ thu lan'],
    ['system', 'Hệ thống'],
    ['anonymous', 'Người chưa đăng nhập'],
  ])('names who did it: %s', (kind, expected) => {
    expect(actorName({ kind, name: 'lan', address: null }, vi)).toBe(expected);
  });
});

describe('what an entry changed', () => {
  const changes = (part: Partial<AuditEntry>) =>
    fieldChanges(entry(part), vi, createFormat('vi')).map(({ label, before, after }) => [
      label,
      before,
      after,
    ]);

  it('is the fields that differ, in words', () => {
    expect(changes(changed)).toEqual([['Âm lượng', '70', '80']]);
    expect(
      changes({
        before: { endedAt: null, isDemo: false, passwordHash: '[secret]', odd: 'a' },
        after: { endedAt: 1_795_352_176_120, isDemo: true, passwordHash: '[secret, changed]', odd: 'b' },
      }),
    ).toEqual([
      ['Kết thúc lúc', 'không có', '19:56 22/11/2026'],
      ['Dữ liệu trình diễn', 'không', 'có'],
      ['Mật khẩu', 'bí mật, không hiển thị', 'đã đổi, không hiển thị'],
      ['odd', 'a', 'b'],
    ]);
  });

  it('says in words what a column holds in words of the program, and names the area', () => {
    expect(
      changes({
        area: { code: '08527', name: 'Cao Xá', type: 'xã', level: 'commune' },
        before: { approval: 'submitted', class: 'normal', status: 'new in a later version' },
        after: {
          approval: 'approved',
          class: 'priority',
          status: 'newer still',
          areaKey: '08527.20200101',
        },
      }),
    ).toEqual([
      ['Duyệt', 'chờ duyệt', 'đã duyệt'],
      ['Loại tin', 'thông thường', 'ưu tiên'],
      ['Trạng thái', 'new in a later version', 'newer still'],
      ['Địa bàn', 'không có', 'Xã Cao Xá'],
    ]);
  });

  it('spells structures out', () => {
    expect(
      changes({
        after: {
          rules: [{ from: '05:00', maxVolume: null, to: '06:00', weekdays: [1, 2] }],
          grants: [{ role: 'editor', areaKey: '08515.20200101' }],
        },
      }),
    ).toEqual([
      ['Khung giờ', 'không có', 'các ngày: T2 T3, từ: 05:00, đến: 06:00'],
      ['Vai trò', 'không có', 'vai trò: người biên tập, địa bàn: 08515'],
    ]);
  });
});
