import type { Fault } from '../domain/fault.ts';
import type { ListFault } from '../domain/key-ceremony.ts';

export const faults = {
  noPassphrase: {
    code: 'Keys_NoPassphrase',
    vi: 'Khóa gốc chỉ được ghi ra khi có mật khẩu: ghi mật khẩu vào một tệp và nêu tên tệp bằng --passphrase-file.',
    en: 'A root key leaves this program only under a passphrase: put one into a file and name it with --passphrase-file.',
  },
  exists: {
    code: 'Keys_Exists',
    vi: 'Tệp này đã có và không bị ghi đè: hãy chọn tên khác.',
    en: 'This file exists and is never overwritten: choose another name.',
  },
  noFile: {
    code: 'Keys_NoFile',
    vi: 'Không đọc được tệp này.',
    en: 'This file cannot be read.',
  },
  noRequest: {
    code: 'Keys_NoRequest',
    vi: 'Đây không phải tệp yêu cầu do lệnh `request` hoặc `revoke` tạo ra.',
    en: 'This is not a request that `request` or `revoke` has written.',
  },
  noList: {
    code: 'Keys_NoList',
    vi: 'Đây không phải danh sách khóa do lệnh `certify` tạo ra.',
    en: 'This is not a list of keys that `certify` has written.',
  },
  otherRoot: {
    code: 'Keys_OtherRoot',
    vi: 'Yêu cầu hoặc danh sách này thuộc về một khóa gốc khác với khóa gốc mà các loa tin cậy.',
    en: 'This request or list belongs to another root key than the one that loudspeakers trust.',
  },
  unknownKey: {
    code: 'Keys_UnknownKey',
    vi: 'Danh sách hiện hành không có khóa này: xem `npm run keys -- status`.',
    en: 'The list in force names no such key: see `npm run keys -- status`.',
  },
  noRoot: {
    code: 'Keys_NoRoot',
    vi: 'Khóa gốc không ở trên máy chủ này. Hãy tạo tệp yêu cầu (request, hoặc revoke --out), ký ở nơi giữ khóa gốc (certify), rồi cài vào đây (install).',
    en: 'The root key is not on this server. Make a request (request, or revoke --out), have it certified where the root key is (certify), and install the result here (install).',
  },
  rootUnknown: {
    code: 'Keys_RootUnknown',
    vi: 'Máy chủ này chưa biết khóa gốc: nêu tệp root.public.jwk.json bằng --root, hoặc khởi động chương trình một lần.',
    en: 'This server knows no root key yet: name the file root.public.jwk.json with --root, or start the controller once.',
  },
  otherBackup: {
    code: 'Keys_OtherBackup',
    vi: 'Bản sao này không chứa khóa gốc của máy chủ; khóa gốc vẫn ở lại máy chủ.',
    en: 'This backup does not hold the root key of this server; the root key stays where it is.',
  },
  plainBackup: {
    code: 'Keys_PlainBackup',
    vi: 'Bản sao này không có mật khẩu bảo vệ; khóa gốc vẫn ở lại máy chủ.',
    en: 'This backup is not protected by a passphrase; the root key stays where it is.',
  },
  insideKeys: {
    code: 'Keys_InsideKeys',
    vi: 'Bản sao phải nằm ngoài thư mục dữ liệu của máy chủ, trên một phương tiện rời.',
    en: 'The backup must lie outside the data of this server, on a medium that can be taken away.',
  },
} as const satisfies Record<string, Fault>;

export const listFaults: Readonly<Record<ListFault, Fault>> = {
  older: {
    code: 'Keys_Older',
    vi: 'Danh sách này cũ hơn danh sách hiện hành: hãy tạo yêu cầu mới và ký lại.',
    en: 'This list is older than the one in force: make a new request and certify again.',
  },
  same: {
    code: 'Keys_Same',
    vi: 'Danh sách này đang có hiệu lực rồi.',
    en: 'This list is in force already.',
  },
  expired: {
    code: 'Keys_Expired',
    vi: 'Danh sách này đã hết hạn: hãy kiểm tra đồng hồ của máy giữ khóa gốc rồi ký lại.',
    en: 'This list has expired: check the clock of the computer with the root key and certify again.',
  },
  'forgets-revocation': {
    code: 'Keys_ForgetsRevocation',
    vi: 'Danh sách này tin lại một khóa đã thu hồi: hãy tạo yêu cầu mới từ danh sách hiện hành.',
    en: 'This list believes a revoked key again: make a new request from the list in force.',
  },
  'not-ours': {
    code: 'Keys_NotOurs',
    vi: 'Danh sách này không có khóa ký nào của máy chủ này; nếu cài đặt, các loa sẽ im lặng.',
    en: 'This list names no signing key of this server; installed, it would turn loudspeakers silent.',
  },
};
