import type {
  Bulletin,
  Playback,
  PlaybackOutcome,
  PresenceState,
} from '../../../controller/http/api-type.ts';
import type { Pair } from '../i18n/language.tsx';

/** The field's own words; the table in the domain notes is binding. */
export const presenceWords: Readonly<Record<PresenceState, Pair<string>>> = {
  online: { vi: 'Đang kết nối', en: 'Online' },
  late: { vi: 'Chậm tín hiệu', en: 'Late' },
  offline: { vi: 'Mất kết nối', en: 'Offline' },
  unknown: { vi: 'Chưa rõ', en: 'Unknown' },
};

/** `awaiting` is the part of `unknown` whose time has not run out yet. */
export type ShownOutcome = PlaybackOutcome | 'awaiting';

export const outcomeWords: Readonly<Record<ShownOutcome, Pair<string>>> = {
  played: { vi: 'Đã phát', en: 'Played' },
  awaiting: { vi: 'Đang chờ báo', en: 'Awaiting report' },
  unknown: { vi: 'Chưa xác nhận', en: 'Unconfirmed' },
  interrupted: { vi: 'Bị ngắt', en: 'Interrupted' },
  skipped: { vi: 'Bỏ qua', en: 'Skipped' },
  failed: { vi: 'Lỗi phát', en: 'Failed' },
  missed: { vi: 'Lỡ giờ', en: 'Missed' },
  cancelled: { vi: 'Đã hủy', en: 'Cancelled' },
};

export const classWords: Readonly<Record<Bulletin['class'], Pair<string>>> = {
  normal: { vi: 'Thông thường', en: 'Normal' },
  priority: { vi: 'Ưu tiên', en: 'Priority' },
  emergency: { vi: 'Khẩn cấp', en: 'Emergency' },
};

export type AnnouncementKind = NonNullable<Playback['announcementKind']>;

/** In capitals: what is in force, or was, is told from the program at a glance, and practice from the real thing. */
export const announcementMarks: Readonly<Record<AnnouncementKind, Pair<string>>> = {
  emergency: { vi: 'KHẨN CẤP', en: 'EMERGENCY' },
  exercise: { vi: 'DIỄN TẬP', en: 'EXERCISE' },
  test: { vi: 'PHÁT THỬ', en: 'TEST TONE' },
  live: { vi: 'TRỰC TIẾP', en: 'LIVE' },
  stop: { vi: 'DỪNG LOA', en: 'STOPPED' },
};

export const gradeWords: Readonly<Record<NonNullable<Playback['grade']>, Pair<string>>> = {
  reported: { vi: 'Thiết bị báo đã phát', en: 'Reported by the device' },
  measured: { vi: 'Đo được tiếng tại loa', en: 'Measured at the loudspeaker' },
  confirmed: { vi: 'Có người xác nhận', en: 'Confirmed by a person' },
};

export const approvalWords: Readonly<Record<Bulletin['approval'], Pair<string>>> = {
  draft: { vi: 'Bản nháp', en: 'Draft' },
  submitted: { vi: 'Chờ duyệt', en: 'Submitted' },
  approved: { vi: 'Đã duyệt', en: 'Approved' },
  returned: { vi: 'Trả lại', en: 'Returned' },
  withdrawn: { vi: 'Thu hồi', en: 'Withdrawn' },
};

export const countWords = {
  clusters: {
    vi: (n: string) => `${n} cụm`,
    en: (n: string) => `${n} clusters`,
  },
  communes: {
    vi: (n: string) => `${n} xã, phường, thị trấn`,
    en: (n: string) => `${n} communes`,
  },
};

/** Codes that a device or the controller gives as reasons; a code that is not here is shown as it came. */
const reasons: Readonly<Record<string, Pair<string>>> = {
  // Why an item did not sound, or not in full.
  late: { vi: 'vào quá muộn', en: 'came too late' },
  'late-join': { vi: 'vào muộn, phát tiếp từ giữa', en: 'joined late, from the middle' },
  'late-restart': { vi: 'vào muộn, phát từ đầu', en: 'joined late, from the beginning' },
  resumed: { vi: 'bị chen ngang rồi phát tiếp', en: 'resumed after an interruption' },
  fallback: { vi: 'phát âm thanh dự phòng', en: 'played the fallback audio' },
  'quiet-hours': { vi: 'trong khung giờ không phát', en: 'within quiet hours' },
  clock: { vi: 'đồng hồ chưa tin cậy', en: 'clock not trusted' },
  expired: { vi: 'chương trình đã hết hạn', en: 'the program had expired' },
  cancelled: { vi: 'bị hủy', en: 'cancelled' },
  displaced: { vi: 'nhường tin ở cấp cao hơn', en: 'gave way to a higher class' },
  stop: { vi: 'lệnh dừng tất cả loa', en: 'stop everything' },
  power: { vi: 'mất điện giữa chừng', en: 'power lost while playing' },
  'power-off': { vi: 'bộ thu tắt', en: 'the device was off' },
  output: { vi: 'tăng âm lỗi', en: 'amplifier fault' },
  amplifier: { vi: 'tăng âm lỗi', en: 'amplifier fault' },
  stream: { vi: 'không nhận được luồng tiếp sóng', en: 'the relay stream failed' },
  'not-cached': { vi: 'chưa tải xong âm thanh', en: 'audio not cached' },
  'unknown-schema': { vi: 'bộ thu chưa hiểu chương trình mới', en: 'the device does not know this schema' },
  'key-not-valid': {
    vi: 'khóa ký đã thu hồi, chờ lệnh mới',
    en: 'signing key revoked, waiting for new orders',
  },
  retired: { vi: 'bộ thu đã ngừng sử dụng', en: 'the device is out of service' },
  'no-report': { vi: 'chưa nhận được báo cáo', en: 'no report came' },
  awaiting: { vi: 'đang chờ báo cáo', en: 'report awaited' },
  // Why an asset is not held.
  queued: { vi: 'chờ tải', en: 'waiting to be fetched' },
  fetching: { vi: 'đang tải', en: 'being fetched' },
  unreachable: { vi: 'không nối được máy chủ âm thanh', en: 'audio server unreachable' },
  'not-found': { vi: 'máy chủ không có âm thanh', en: 'audio not on the server' },
  'hash-mismatch': { vi: 'âm thanh tải về bị sai', en: 'audio does not match its hash' },
  // Why a cluster is not ready.
  offline: { vi: 'mất kết nối', en: 'offline' },
  unknown: { vi: 'chưa rõ tình trạng', en: 'state unknown' },
  program: { vi: 'chưa nhận chương trình mới', en: 'has not the latest program' },
  audio: { vi: 'chưa tải xong âm thanh', en: 'audio not cached' },
  // What a heartbeat complains of.
  mains: { vi: 'mất điện lưới', en: 'no mains power' },
  battery: { vi: 'ắc quy yếu', en: 'battery low' },
  'disk-full': { vi: 'thẻ nhớ đầy', en: 'storage full' },
  'audio-missing': { vi: 'thiếu âm thanh', en: 'audio missing' },
};

export const reasonWords = (code: string): Pair<string> => reasons[code] ?? { vi: code, en: code };

const deviations: Readonly<Record<string, Pair<string>>> = {
  'cancelled-item': { vi: 'Phát dù đã hủy', en: 'Played though cancelled' },
  unplanned: { vi: 'Phát ngoài kế hoạch', en: 'Played outside any plan' },
};

export const deviationWords = (code: string): Pair<string> => deviations[code] ?? { vi: code, en: code };
