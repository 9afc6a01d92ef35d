import type { Fault } from '../ports/runtime.ts';

export const inboxFaults = {
  bulletinUnknown: {
    code: 'Bulletin_Unknown',
    vi: 'Không có bản tin này.',
    en: 'There is no such bulletin.',
  },
  dispatchUnknown: {
    code: 'Dispatch_Unknown',
    vi: 'Không có lần gửi này.',
    en: 'There is no such dispatch.',
  },
  entryUnknown: {
    code: 'Inbox_Unknown',
    vi: 'Xã này không nhận được bản tin đó.',
    en: 'This commune was not sent that bulletin.',
  },
  notNormal: {
    code: 'Dispatch_NotNormal',
    vi: 'Chỉ bản tin thông thường được gửi để xã tự xếp; bản tin ưu tiên do cấp trên xếp vào buổi ưu tiên, khẩn cấp thì dùng “Phát khẩn cấp”.',
    en: 'Only normal bulletins are sent for communes to place; a priority one belongs into a priority session, an emergency into an announcement.',
  },
  notFromAbove: {
    code: 'Dispatch_NotFromAbove',
    vi: 'Chỉ bản tin của tỉnh hoặc huyện mới gửi xuống xã được.',
    en: 'Only a bulletin of a province or a district can be sent to communes.',
  },
  noCommune: {
    code: 'Dispatch_NoCommune',
    vi: 'Nơi nhận không có xã nào đang có hiệu lực.',
    en: 'The targets hold no commune in force.',
  },
  alreadyPlaced: {
    code: 'Inbox_AlreadyPlaced',
    vi: 'Xã đã xếp bản tin này vào chương trình: hãy gỡ khỏi chương trình thay vì từ chối.',
    en: 'The commune has placed this bulletin already: take it out of the running order instead of declining it.',
  },
  notReady: (title: string): Fault => ({
    code: 'Dispatch_NotReady',
    vi: `Bản tin “${title}” chưa được duyệt hoặc chưa xử lý xong âm thanh.`,
    en: `The bulletin “${title}” is not approved, or its audio is not ready.`,
  }),
  targetOutside: (target: string): Fault => ({
    code: 'Dispatch_TargetOutside',
    vi: `“${target}” nằm ngoài địa bàn của bản tin.`,
    en: `“${target}” lies outside the area of the bulletin.`,
  }),
  sessionNotOwn: (title: string): Fault => ({
    code: 'Inbox_SessionNotOwn',
    vi: `“${title}” không phải là buổi phát của xã này: hãy chọn buổi do xã quản lý.`,
    en: `“${title}” is no session of this commune: choose one that it owns.`,
  }),
} as const;
