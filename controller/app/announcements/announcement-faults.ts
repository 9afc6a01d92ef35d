import type { RequestState } from '../../domain/announcement-request.ts';
import type { Fault } from '../ports/runtime.ts';

/** What became of a request that somebody still wants to decide about. */
const requestEnds: Readonly<Record<RequestState, (by: string) => Fault>> = {
  waiting: () => ({ code: 'Request_Waiting', vi: 'Yêu cầu đang chờ.', en: 'The request is waiting.' }),
  confirmed: (by) => ({
    code: 'Request_Confirmed',
    vi: `${by} đã xác nhận; lệnh đã phát.`,
    en: `${by} confirmed it; it has started.`,
  }),
  refused: (by) => ({ code: 'Request_Refused', vi: `${by} đã từ chối.`, en: `${by} refused it.` }),
  expired: () => ({
    code: 'Request_Expired',
    vi: 'Yêu cầu đã hết hạn 5 phút, không phát. Nếu vẫn cần, hãy yêu cầu lại.',
    en: 'The request ran out after five minutes and did not start. Ask again if it is still needed.',
  }),
  withdrawn: (by) => ({ code: 'Request_Withdrawn', vi: `${by} đã rút yêu cầu.`, en: `${by} withdrew it.` }),
};

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
  needsSecond: {
    code: 'Announcement_NeedsSecond',
    vi: 'Phát khẩn cấp ở nhiều xã cần người duyệt thứ hai xác nhận.',
    en: 'An emergency in more than one commune needs a second approver.',
  },
  breakGlassReason: {
    code: 'Announcement_ReasonMissing',
    vi: 'Phát ngay không chờ người thứ hai thì phải ghi lý do; mọi người đều thấy lý do này.',
    en: 'Starting without the second person needs a reason, which everybody sees.',
  },
  requestUnknown: {
    code: 'Request_Unknown',
    vi: 'Không có yêu cầu phát khẩn cấp này.',
    en: 'There is no such request.',
  },
  requestOwn: {
    code: 'Request_Own',
    vi: 'Bạn là người yêu cầu: cần một người duyệt khác xác nhận.',
    en: 'The request is yours: somebody else has to confirm it.',
  },
  requestOfDisabled: {
    code: 'Request_OfDisabled',
    vi: 'Tài khoản đã yêu cầu nay bị khóa, nên yêu cầu này không phát được. Nếu vẫn cần, hãy tự yêu cầu lại.',
    en: 'The account that asked for it is disabled by now, so this does not start. Ask for it yourself if it is still needed.',
  },
  requestNotOwn: {
    code: 'Request_NotOwn',
    vi: 'Chỉ người yêu cầu mới rút lại được; người khác thì từ chối.',
    en: 'Only whoever asked withdraws a request; somebody else refuses it.',
  },
  requestOver: (state: RequestState, by: string | null): Fault => requestEnds[state](by ?? ''),
  stopped: (titles: readonly string[]): Fault => ({
    code: 'Announcement_Stopped',
    vi: `Đang có lệnh dừng loa: ${titles.join('; ')}. Hãy gỡ lệnh dừng trước, hoặc chọn gỡ và phát.`,
    en: `A stop is in force: ${titles.join('; ')}. Lift it first, or choose to lift it and start.`,
  }),
} as const;
