import type { Unplaced } from '../../domain/slots.ts';
import { vietnamTimestamp } from '../../domain/vietnam-date.ts';
import type { Fault, Outcome } from '../ports/runtime.ts';

type Refused = Exclude<Outcome<never>, { ok: true } | { status: 429 }>;

export const refuse = (status: Refused['status'], fault: Fault): Refused => ({ ok: false, status, fault });

/** `05:00 23/11/2026`, in Vietnam. */
export const instant = (at: number): string => {
  const [date = '', time = ''] = vietnamTimestamp(at).split('T');
  return `${time.slice(0, 5)} ${date.split('-').reverse().join('/')}`;
};

const lengthVi = (ms: number) => `${Math.floor(ms / 60_000)} phút ${Math.ceil((ms % 60_000) / 1_000)} giây`;
const lengthEn = (ms: number) => `${Math.floor(ms / 60_000)} min ${Math.ceil((ms % 60_000) / 1_000)} s`;

/** What keeps a bulletin out of a running order; one that is approved later is placed before. */
type Unplaceable = Exclude<Unplaced['reason'], 'overflow' | 'cut-off-missed'> | 'withdrawn';

const unplacedReasons: Readonly<Record<Unplaceable, (title: string) => Fault>> = {
  unknown: (title) => ({
    code: 'Session_BulletinUnknown',
    vi: `Không có bản tin “${title}”.`,
    en: `There is no bulletin “${title}”.`,
  }),
  'not-ready': (title) => ({
    code: 'Session_BulletinNotReady',
    vi: `Bản tin “${title}” chưa xử lý xong âm thanh.`,
    en: `The audio of the bulletin “${title}” is not ready.`,
  }),
  'not-approved': (title) => ({
    code: 'Session_BulletinNotApproved',
    vi: `Bản tin “${title}” chưa được duyệt nên không làm mục cố định được.`,
    en: `The bulletin “${title}” is not approved, so it cannot be a standing item.`,
  }),
  withdrawn: (title) => ({
    code: 'Session_BulletinWithdrawn',
    vi: `Bản tin “${title}” đã thu hồi.`,
    en: `The bulletin “${title}” was withdrawn.`,
  }),
};

export const sessionFaults = {
  unknown: {
    code: 'Session_Unknown',
    vi: 'Không có buổi phát thanh này.',
    en: 'There is no such session.',
  },
  ended: {
    code: 'Session_Ended',
    vi: 'Buổi phát thanh này đã kết thúc, không sửa được nữa.',
    en: 'This session has ended and cannot be changed any more.',
  },
  titleMissing: {
    code: 'Session_TitleMissing',
    vi: 'Hãy đặt tên cho buổi phát thanh.',
    en: 'Give the session a title.',
  },
  areaUnknown: {
    code: 'Session_AreaUnknown',
    vi: 'Không có địa bàn quản lý buổi phát thanh này.',
    en: 'The area that owns the session does not exist.',
  },
  emergency: {
    code: 'Session_ClassEmergency',
    vi: 'Khẩn cấp không đặt lịch trước: hãy dùng “Phát khẩn cấp”.',
    en: 'An emergency is not scheduled: start an emergency announcement instead.',
  },
  duration: {
    code: 'Session_DurationInvalid',
    vi: 'Thời lượng buổi phát phải từ 1 giây đến 24 giờ.',
    en: 'A session lasts between 1 second and 24 hours.',
  },
  volume: {
    code: 'Session_VolumeInvalid',
    vi: 'Âm lượng phải là số nguyên từ 0 đến 100.',
    en: 'The volume is a whole number from 0 to 100.',
  },
  noTarget: {
    code: 'Session_TargetMissing',
    vi: 'Hãy chọn ít nhất một địa bàn hoặc cụm loa.',
    en: 'Choose at least one area or cluster.',
  },
  exceptionForbidden: {
    code: 'Session_ExceptionForbidden',
    vi: 'Chỉ quản trị viên được cho phép phát ngoài giờ.',
    en: 'Only an administrator may allow sound in quiet hours.',
  },
  past: {
    code: 'Session_StartPast',
    vi: 'Thời điểm phát đã qua.',
    en: 'The start has passed.',
  },
  noneLeft: {
    code: 'Session_RuleNeverFires',
    vi: 'Quy tắc lặp không còn lần phát nào từ nay về sau.',
    en: 'The recurrence rule has no occurrence left from now on.',
  },
  selfOverlap: {
    code: 'Session_RuleTooFrequent',
    vi: 'Lần phát sau bắt đầu khi lần trước chưa hết: hãy giảm thời lượng hoặc giãn lịch.',
    en: 'An occurrence would begin before the one ahead of it ends: shorten the slot or space them out.',
  },
  spanTooLong: {
    code: 'Schedule_SpanTooLong',
    vi: 'Chỉ xem được lịch trong khoảng tối đa 62 ngày.',
    en: 'A schedule covers 62 days at most.',
  },
  tooManyItems: {
    code: 'Session_TooManyItems',
    vi: 'Một chương trình có tối đa 100 mục.',
    en: 'A running order has 100 entries at most.',
  },
  targetUnknown: (target: string): Fault => ({
    code: 'Session_TargetUnknown',
    vi: `Không có địa bàn hoặc cụm loa “${target}”.`,
    en: `There is no area or cluster “${target}”.`,
  }),
  targetOutside: (target: string): Fault => ({
    code: 'Session_TargetOutside',
    vi: `“${target}” nằm ngoài địa bàn của buổi phát thanh.`,
    en: `“${target}” lies outside the area of the session.`,
  }),
  quietHours: (startAt: number, commune: string): Fault => ({
    code: 'Session_QuietHours',
    vi: `Buổi phát lúc ${instant(startAt)} rơi vào khung giờ không phát tại ${commune}.`,
    en: `The slot at ${instant(startAt)} lies in the quiet hours of ${commune}.`,
  }),
  dateInvalid: (date: string): Fault => ({
    code: 'Session_DateInvalid',
    vi: `“${date.slice(0, 20)}” không phải là ngày hợp lệ.`,
    en: `“${date.slice(0, 20)}” is not a valid date.`,
  }),
  dateNotOccurring: (date: string): Fault => ({
    code: 'Session_DateNotOccurring',
    vi: `Buổi phát thanh không có lần phát nào vào ngày ${date}.`,
    en: `The session does not take place on ${date}.`,
  }),
  datePassed: (date: string): Fault => ({
    code: 'Session_DatePassed',
    vi: `Buổi phát ngày ${date} đã xong, không sửa được nữa.`,
    en: `The slot of ${date} is over and cannot be changed any more.`,
  }),
  tooLong: (byMs: number, date: string | null): Fault => ({
    code: 'Session_TooLong',
    vi: `Chương trình${date ? ` ngày ${date}` : ''} dài hơn buổi phát ${lengthVi(byMs)}.`,
    en: `The running order${date ? ` of ${date}` : ''} is ${lengthEn(byMs)} longer than the slot.`,
  }),
  unplaced: (reason: Unplaceable, title: string): Fault => unplacedReasons[reason](title),
} as const;

/** What a person should know although the session was saved. */
export const sessionWarnings = {
  notJudged: {
    code: 'Session_NotJudged',
    vi: 'Đã lưu, nhưng chưa xét được buổi này lấn hay bị buổi nào lấn: hãy xem “Dự kiến phát”.',
    en: 'Saved, but its conflicts could not be worked out: see the dry run.',
  },
  dateDropped: (date: string): Fault => ({
    code: 'Session_DateDropped',
    vi: `Chương trình đã xếp cho ngày ${date} sẽ không phát: không còn lần phát nào vào ngày đó.`,
    en: `The running order of ${date} will not air: the session no longer takes place on that date.`,
  }),
} as const;
