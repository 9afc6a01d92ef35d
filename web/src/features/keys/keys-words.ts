import type { KeysState } from '../../../../controller/http/api-type.ts';
import type { Pair } from '../../i18n/language.tsx';

type KeyState = KeysState['keys'][number]['state'];
type Step = KeysState['steps'][number];

export const keysWords = {
  title: { vi: 'Khóa và chứng chỉ', en: 'Keys and certificate' },
  lead: {
    vi: 'Loa chỉ phát những gì được khóa ký hợp lệ ký, và chỉ tin khóa ký mà khóa gốc đã chứng nhận.',
    en: 'A loudspeaker plays only what a valid signing key has signed, and believes only keys that the root key certified.',
  },
  next: { vi: 'Việc cần làm', en: 'What to do next' },
  nextLead: {
    vi: 'Người quản trị máy chủ làm trên máy chủ, không cần dừng chương trình.',
    en: 'For whoever looks after the server; nothing has to be stopped.',
  },
  fine: { vi: 'Chưa cần làm gì.', en: 'Nothing has to be done now.' },
  fineUntil: {
    vi: (date: string) => `Chưa cần làm gì. Trước ngày ${date} hãy để khóa gốc ký lại danh sách khóa.`,
    en: (date: string) =>
      `Nothing has to be done now. Let the root key certify the list again before ${date}.`,
  },
  root: { vi: 'Khóa gốc', en: 'Root key' },
  rootHere: { vi: 'Đang ở trên máy chủ', en: 'On this server' },
  rootAway: { vi: 'Đã đưa ra khỏi máy chủ', en: 'Taken offline' },
  rootHereHint: {
    vi: 'Ai vào được máy chủ thì có tiếng nói ở mọi loa. Danh sách khóa được ký lại tự động.',
    en: 'Whoever gets into the server has a voice in every loudspeaker. The list of keys is renewed by itself.',
  },
  rootAwayHint: {
    vi: 'Vào được máy chủ cũng không chứng nhận được khóa mới. Cất khóa gốc ở hai nơi; mất khóa gốc thì phải kích hoạt lại mọi loa.',
    en: 'Whoever gets into the server can certify no new key. Keep the root key in two places: if it is lost, every loudspeaker must be claimed again.',
  },
  fingerprint: { vi: 'Mã khóa gốc', en: 'Id of the root key' },
  listUntil: { vi: 'Danh sách khóa có hiệu lực đến', en: 'List of keys valid until' },
  listSince: { vi: 'Ký lúc', en: 'Certified at' },
  noList: { vi: 'Chưa có danh sách khóa', en: 'There is no list of keys yet' },
  certificate: { vi: 'Chứng chỉ TLS của máy chủ', en: 'TLS certificate of the server' },
  certificateUntil: { vi: 'Có hiệu lực đến', en: 'Valid until' },
  certificateSince: { vi: 'Có hiệu lực từ', en: 'Valid from' },
  certificateFine: { vi: 'Còn hiệu lực', en: 'Valid' },
  certificateEnding: { vi: 'Sắp hết hạn', en: 'Ends soon' },
  certificateRefused: { vi: 'Chứng chỉ mới không dùng được', en: 'The new one cannot serve' },
  noTls: {
    vi: 'Máy chủ này không tự dùng TLS. Nếu có máy chủ trung gian đứng trước, chứng chỉ nằm ở đó.',
    en: 'This server speaks no TLS itself. Behind a reverse proxy the certificate is there.',
  },
  keys: { vi: 'Khóa ký', en: 'Signing keys' },
  noKeys: { vi: 'Chưa có khóa ký nào', en: 'There is no signing key yet' },
  waiting: {
    vi: (unaware: string, connected: string, until: string) =>
      `Khóa mới chờ ${unaware} trong ${connected} loa đang kết nối nhận danh sách; chậm nhất ${until} thì bắt đầu ký.`,
    en: (unaware: string, connected: string, until: string) =>
      `The new key waits for ${unaware} of ${connected} connected loudspeakers to get the list; it signs from ${until} at the latest.`,
  },
  waitingForAny: {
    vi: (until: string) =>
      `Chưa có loa nào kết nối để nhận danh sách; chậm nhất ${until} thì khóa mới bắt đầu ký.`,
    en: (until: string) =>
      `No loudspeaker is connected to get the list; the new key signs from ${until} at the latest.`,
  },
  key: { vi: 'Mã khóa', en: 'Key' },
  state: { vi: 'Tình trạng', en: 'State' },
  validity: { vi: 'Hiệu lực', en: 'Valid' },
  place: { vi: 'Nơi giữ', en: 'Kept' },
  here: { vi: 'Trên máy chủ này', en: 'On this server' },
  elsewhere: { vi: 'Không có trên máy chủ này', en: 'Not on this server' },
  until: { vi: (date: string) => `đến ${date}`, en: (date: string) => `until ${date}` },
  revokedOn: { vi: (when: string) => `thu hồi lúc ${when}`, en: (when: string) => `revoked ${when}` },
  unlimited: { vi: 'chưa được chứng nhận', en: 'not certified' },
} as const;

export const stateWords: Readonly<Record<KeyState, Pair<string>>> = {
  signing: { vi: 'Đang ký', en: 'Signs now' },
  waiting: { vi: 'Sắp ký', en: 'Signs soon' },
  certified: { vi: 'Đã chứng nhận', en: 'Certified' },
  later: { vi: 'Chưa đến ngày', en: 'Not valid yet' },
  ended: { vi: 'Hết hạn', en: 'Ended' },
  revoked: { vi: 'Đã thu hồi', en: 'Revoked' },
  uncertified: { vi: 'Chưa chứng nhận', en: 'Not certified' },
};

export type StepWords = Readonly<{
  title: Pair<string>;
  why: Pair<string>;
  /** In order; `where` is on the server unless it says offline. */
  commands: readonly Readonly<{ offline?: true; line: string }>[];
}>;

const certifyAndInstall = [
  {
    offline: true,
    line: 'npm run keys -- certify --dir USB --passphrase-file FILE --in yeu-cau.json --out danh-sach.json',
  },
  { line: 'npm run keys -- install --in danh-sach.json' },
] as const;

/** In short; the whole ceremony is in controller/keys/README.md. */
export const stepWords: Readonly<Record<Step, StepWords>> = {
  'certify-key': {
    title: { vi: 'Để khóa gốc chứng nhận khóa ký', en: 'Let the root key certify the signing key' },
    why: {
      vi: 'Có khóa ký chưa được chứng nhận. Khi không có khóa nào được chứng nhận, máy chủ không gửi được gì mới cho loa.',
      en: 'A signing key is not certified. While none is, the server can send loudspeakers nothing new.',
    },
    commands: [{ line: 'npm run keys -- request --out yeu-cau.json' }, ...certifyAndInstall],
  },
  'renew-list': {
    title: { vi: 'Gia hạn danh sách khóa', en: 'Renew the list of keys' },
    why: {
      vi: 'Danh sách khóa, hoặc khóa ký cuối cùng trong đó, sắp hết hạn: cần khóa gốc ký lại. Quá hạn thì loa im lặng.',
      en: 'The list of keys, or the last key in it, ends soon: the root key has to certify it again. Past its end loudspeakers fall silent.',
    },
    commands: [{ line: 'npm run keys -- request --out yeu-cau.json' }, ...certifyAndInstall],
  },
  'mend-certificate': {
    title: { vi: 'Sửa tệp chứng chỉ TLS', en: 'Mend the files of the TLS certificate' },
    why: {
      vi: 'Tệp chứng chỉ mới không dùng được, máy chủ dùng tiếp chứng chỉ cũ. Đặt lại tệp chứng chỉ và tệp khóa khớp nhau; máy chủ tự nhận trong vài giây.',
      en: 'The new certificate cannot serve, and the old one goes on. Put a certificate and its own key in place; they are taken up within seconds.',
    },
    commands: [],
  },
  'renew-certificate': {
    title: { vi: 'Gia hạn chứng chỉ TLS', en: 'Renew the TLS certificate' },
    why: {
      vi: 'Hết hạn thì loa và trình duyệt không kết nối được. Thay tệp chứng chỉ; máy chủ tự nhận trong vài giây.',
      en: 'Past its end no loudspeaker and no browser connects. Replace the files; they are taken up within seconds.',
    },
    commands: [],
  },
  'take-root-offline': {
    title: { vi: 'Đưa khóa gốc ra khỏi máy chủ', en: 'Take the root key off the server' },
    why: {
      vi: 'Khi hệ thống đã chạy ổn định: sao lưu khóa gốc ra hai USB cất ở hai nơi, rồi xóa khỏi máy chủ. Từ đó kẻ vào được máy chủ không chứng nhận được khóa của mình.',
      en: 'Once things run: back the root key up on two media kept in two places, then remove it here. From then on an intruder can certify no key of his own.',
    },
    commands: [
      { line: 'npm run keys -- export-root --to USB1/root.jwk.json --passphrase-file USB2/mat-khau' },
      {
        line: 'npm run keys -- take-root-offline --backup USB1/root.jwk.json --passphrase-file USB2/mat-khau --days 190',
      },
    ],
  },
};

export const commandWords = {
  server: { vi: 'Trên máy chủ', en: 'On the server' },
  offline: { vi: 'Trên máy không nối mạng', en: 'On the offline computer' },
  guide: {
    vi: 'Từng bước đầy đủ: controller/keys/README.md, kèm trong bộ cài.',
    en: 'Every step in full: controller/keys/README.md, which comes with the software.',
  },
} as const;
