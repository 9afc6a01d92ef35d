import type { SigningKey } from '#protocol';
import { fingerprint } from './ceremony-file.ts';

const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** One line a key, for `status` and `certify`. */
export const keyLine = (
  key: SigningKey,
  facts: Readonly<{ isOwn: boolean; documents: number; now: number }>,
): string => {
  const { now } = facts;
  const state =
    key.revokedAt !== undefined
      ? `REVOKED / ĐÃ THU HỒI ${dateOf(key.revokedAt)}`
      : now < key.notBefore
        ? `from / từ ${dateOf(key.notBefore)}`
        : now >= key.notAfter
          ? `ended / hết hạn ${dateOf(key.notAfter)}`
          : `valid until / hiệu lực đến ${dateOf(key.notAfter)}`;
  const place = facts.isOwn ? '' : ', not on this server / không có trên máy chủ này';
  return `  ${key.kid}  ${state}${place}; documents / văn bản: ${facts.documents}`;
};

export const rootLines = (kid: string): string[] => [
  `Root key / Khóa gốc: ${kid}`,
  `Fingerprint / Dấu vân tay:\n  ${fingerprint(kid)}`,
];

export const usage = `npm run keys -- <command>

On the server / trên máy chủ:
  status                                   what keys there are / tình trạng các khóa
  request --out FILE [--root FILE]         new signing key, and a request for the root / khóa ký mới và tệp yêu cầu
  install --in FILE                        takes up a certified list / cài danh sách đã ký
  revoke --kid KID --out FILE              request that revokes a key; at once with the root here / thu hồi một khóa
  rotate                                   new signing key at once, root on this server / đổi khóa ngay khi khóa gốc ở đây
  protect                                  puts the passphrase on key files / bảo vệ tệp khóa bằng mật khẩu
  export-root --to FILE --passphrase-file FILE         backup of the root key / sao lưu khóa gốc
  take-root-offline --backup FILE --passphrase-file FILE [--days N]   removes the root from the server / đưa khóa gốc ra khỏi máy chủ

On the offline computer / trên máy tính không nối mạng:
  init-root --dir DIR --passphrase-file FILE           makes a root key / tạo khóa gốc
  certify --dir DIR --passphrase-file FILE --in REQUEST --out FILE [--days N]   signs the list / ký danh sách khóa`;
