import type { AuditEntry } from '../../../../controller/http/api-type.ts';
import type { Pair } from '../../i18n/language.tsx';

export const auditWords = {
  title: { vi: 'Nhật ký hệ thống', en: 'Audit trail' },
  lead: {
    vi: 'Ai đã làm gì, khi nào, từ đâu. Chỉ ghi thêm, không ai sửa hay xóa được.',
    en: 'Who did what, when and from where. Only ever added to; nobody can edit or delete it.',
  },
  allAreas: { vi: 'Mọi địa bàn', en: 'All areas' },
  actor: { vi: 'Người thực hiện', en: 'Who' },
  actorHint: { vi: 'Tên, số sê-ri', en: 'Name, serial' },
  subject: { vi: 'Về việc', en: 'About' },
  action: { vi: 'Thao tác', en: 'Action' },
  anyDay: { vi: 'Bất kỳ', en: 'Any' },
  everything: { vi: 'Tất cả', en: 'Everything' },
  from: { vi: 'Từ ngày', en: 'From' },
  to: { vi: 'Đến ngày', en: 'To' },
  export: { vi: 'Tải JSON Lines', en: 'Download JSON Lines' },
  exportHint: {
    vi: 'Các dòng đang lọc, mỗi dòng một bản ghi. Việc tải cũng được ghi vào nhật ký.',
    en: 'What is on show, an entry a line. The download is entered too.',
  },
  empty: { vi: 'Không có bản ghi nào', en: 'No entries' },
  emptyHint: {
    vi: 'Hãy nới bộ lọc hoặc chọn khoảng ngày khác.',
    en: 'Widen the filters or choose other days.',
  },
  show: { vi: 'Xem thay đổi', en: 'Show the change' },
  hide: { vi: 'Ẩn thay đổi', en: 'Hide the change' },
  field: { vi: 'Mục', en: 'Field' },
  before: { vi: 'Trước', en: 'Before' },
  after: { vi: 'Sau', en: 'After' },
  nothing: { vi: 'không có', en: 'nothing' },
  yes: { vi: 'có', en: 'yes' },
  no: { vi: 'không', en: 'no' },
  secret: { vi: 'bí mật, không hiển thị', en: 'secret, not shown' },
  secretChanged: { vi: 'đã đổi, không hiển thị', en: 'changed, not shown' },
  itself: { vi: 'Hệ thống', en: 'The controller' },
  stranger: { vi: 'Người chưa đăng nhập', en: 'Somebody not signed in' },
  token: { vi: (name: string) => `Mã máy “${name}”`, en: (name: string) => `Token “${name}”` },
  device: { vi: (name: string) => `Bộ thu ${name}`, en: (name: string) => `Receiver ${name}` },
  fromAddress: { vi: (address: string) => `từ ${address}`, en: (address: string) => `from ${address}` },
  entry: { vi: (seq: string) => `Bản ghi số ${seq}`, en: (seq: string) => `Entry ${seq}` },
} as const;

/** What is changed, by the name of its table, as it stands within a sentence. */
export const subjectWords: Readonly<Record<string, Pair<string>>> = {
  users: { vi: 'tài khoản', en: 'account' },
  secondFactors: { vi: 'xác thực hai bước', en: 'second factor' },
  apiTokens: { vi: 'mã máy', en: 'API token' },
  clusters: { vi: 'cụm loa', en: 'cluster' },
  clusterPhotos: { vi: 'ảnh cụm loa', en: 'photo of cluster' },
  devices: { vi: 'bộ thu', en: 'receiver' },
  claims: { vi: 'mã kích hoạt của bộ thu', en: 'claim code of receiver' },
  bulletins: { vi: 'bản tin', en: 'bulletin' },
  approvals: { vi: 'bước duyệt bản tin', en: 'step of approval' },
  soloApprovals: { vi: 'quyền tự duyệt', en: 'approval by oneself' },
  sessions: { vi: 'buổi phát thanh', en: 'session' },
  runningOrders: { vi: 'chương trình của buổi', en: 'running order of' },
  announcements: { vi: 'lệnh phát', en: 'announcement' },
  announcementRequests: { vi: 'yêu cầu phát khẩn cấp', en: 'request for an emergency' },
  policyRules: { vi: 'khung giờ không phát của', en: 'quiet hours of' },
  priorityOrders: { vi: 'thứ tự tin ưu tiên', en: 'order of priority items' },
  dispatches: { vi: 'bản tin gửi xuống', en: 'dispatch' },
  inbox: { vi: 'bản tin cấp trên gửi', en: 'dispatch from above' },
  incidents: { vi: 'sự cố', en: 'incident' },
  settings: { vi: 'cài đặt', en: 'setting' },
  webhooks: { vi: 'webhook', en: 'webhook' },
  noticePreferences: { vi: 'cách nhận thông báo', en: 'notice preferences' },
  playbacks: { vi: 'nhật ký phát thanh', en: 'as-run log' },
  audit: { vi: 'nhật ký hệ thống', en: 'audit trail' },
  keys: { vi: 'khóa ký', en: 'signing keys' },
};

export const verbWords = {
  made: { vi: 'đã thêm', en: 'added' },
  changed: { vi: 'đã sửa', en: 'changed' },
  removed: { vi: 'đã xóa', en: 'removed' },
} as const;

/** Facts that are no change of a row, by their action. */
export const noteWords: Readonly<Record<string, Pair<string>>> = {
  'sign-in.done': { vi: 'đã đăng nhập', en: 'signed in' },
  'sign-in.refused': { vi: 'đăng nhập không thành công', en: 'was refused at sign-in' },
  'sign-out': { vi: 'đã đăng xuất', en: 'signed out' },
  'password-link.made': { vi: 'đã tạo liên kết đặt mật khẩu', en: 'made a password link' },
  'password-link.used': { vi: 'đã dùng liên kết đặt mật khẩu', en: 'used a password link' },
  'history.removed': { vi: 'đã xóa dữ liệu cũ theo thời hạn lưu', en: 'removed history past its time' },
  'recovery-codes.made': { vi: 'đã tạo mã dự phòng', en: 'made recovery codes' },
  'recovery-code.used': { vi: 'đã dùng một mã dự phòng', en: 'used a recovery code' },
  'playbacks.export': { vi: 'đã tải nhật ký phát thanh', en: 'exported the as-run log' },
  'audit.export': { vi: 'đã tải nhật ký hệ thống', en: 'exported the audit trail' },
  'keys.installed': { vi: 'đã cài danh sách khóa ký', en: 'installed a list of keys' },
  'keys.root-taken-offline': { vi: 'đã đưa khóa gốc ra khỏi máy chủ', en: 'took the root key offline' },
};

export type ActorKind = AuditEntry['actor']['kind'];

/** ISO weekdays, from Monday. */
export const weekdayWords: Pair<readonly string[]> = {
  vi: ['T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'CN'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
};
