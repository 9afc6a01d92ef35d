import type { Fault } from '../ports/runtime.ts';

export const announcementFaults = {
  unknown: {
    code: 'Announcement_Unknown',
    vi: 'Không có lệnh phát này.',
    en: 'There is no such announcement.',
  },
  targetUnknown: (target: string): Fault => ({
    code: 'Announcement_TargetUnknown',
    vi: `Không có địa bàn hoặc cụm loa “${target}” đang hoạt động.`,
    en: `There is no area or cluster “${target}” in force.`,
  }),
  targetsApart: {
    code: 'Announcement_TargetsApart',
    vi: 'Các nơi đã chọn không thuộc chung một tỉnh: hãy phát riêng cho từng tỉnh.',
    en: 'The targets have no area in common: announce to each province by itself.',
  },
  bulletinUnknown: (id: string): Fault => ({
    code: 'Announcement_BulletinUnknown',
    vi: `Không có bản tin “${id}”.`,
    en: `There is no bulletin “${id}”.`,
  }),
  bulletinNotReady: (title: string): Fault => ({
    code: 'Announcement_BulletinNotReady',
    vi: `Bản tin “${title}” chưa xử lý xong âm thanh.`,
    en: `The audio of the bulletin “${title}” is not ready.`,
  }),
  bulletinNotApproved: (title: string): Fault => ({
    code: 'Announcement_BulletinNotApproved',
    vi: `Bản tin “${title}” chưa được duyệt hoặc đã thu hồi.`,
    en: `The bulletin “${title}” is not approved, or was withdrawn.`,
  }),
  clipMissing: {
    code: 'Announcement_ClipMissing',
    vi: 'Máy chủ thiếu tệp âm thanh đi kèm phần mềm. Hãy báo cán bộ kỹ thuật cài đặt lại.',
    en: 'An audio file that comes with the software is missing. Ask the technician to install it again.',
  },
  quietHours: (when: string, commune: string): Fault => ({
    code: 'Announcement_QuietHours',
    vi: `Phát thử và diễn tập không được phát trong khung giờ không phát: ${when} tại ${commune}.`,
    en: `Tests and exercises may not sound in quiet hours: ${when} in ${commune}.`,
  }),
  stopped: (titles: readonly string[]): Fault => ({
    code: 'Announcement_Stopped',
    vi: `Đang có lệnh dừng loa: ${titles.join('; ')}. Hãy gỡ lệnh dừng trước, hoặc chọn gỡ và phát.`,
    en: `A stop is in force: ${titles.join('; ')}. Lift it first, or choose to lift it and start.`,
  }),
} as const;
