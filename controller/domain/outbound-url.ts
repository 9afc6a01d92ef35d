import type { Result } from './fault.ts';

/** What somebody asks this server to reach: where it posts notices, a browser's push service, a stream to relay. */
export type OutboundUse = 'webhook' | 'push' | 'stream';

/** Whether the host, as a URL writes it, and over this scheme, may be reached as far as its name tells. */
export type MayReach = (host: string, scheme: 'http' | 'https') => boolean;

const longest = 2_000;

const refuse = (code: string, vi: string, en: string) => ({ ok: false, fault: { code, vi, en } }) as const;

const refusals = {
  unreadable: refuse(
    'Outbound_Unreadable',
    'Địa chỉ không đọc được; hãy ghi đầy đủ, ví dụ https://sms.example.vn/truyen-thanh.',
    'The address cannot be read; write all of it, such as https://sms.example.vn/notices.',
  ),
  scheme: refuse(
    'Outbound_Scheme',
    'Địa chỉ phải bắt đầu bằng https://.',
    'The address must begin with https://.',
  ),
  credentials: refuse(
    'Outbound_Credentials',
    'Không ghi tên đăng nhập hay mật khẩu trong địa chỉ.',
    'The address must hold no user name or password.',
  ),
  place: refuse(
    'Outbound_NotAllowed',
    'Máy chủ không được gọi tới địa chỉ nội bộ này. Nếu đúng là cổng SMS của tỉnh, quản trị hệ thống khai báo nó trong OUTBOUND_ALLOWED.',
    'This server may not reach that internal address. If it is the province’s own gateway, list it in OUTBOUND_ALLOWED.',
  ),
} as const;

/**
 * The address if it may be saved at all; whether a name leads to a forbidden place is seen again at each
 * connection, since names change. The parser of URLs has by then turned `0x7f.1` and `2130706433` into the
 * address that they are.
 */
export const checkOutboundUrl = (text: string, use: OutboundUse, mayReach: MayReach): Result<URL> => {
  if (text.length > longest || !URL.canParse(text)) return refusals.unreadable;
  const url = new URL(text);
  const scheme = url.protocol === 'https:' ? 'https' : url.protocol === 'http:' ? 'http' : null;
  if (scheme === null || (use === 'push' && scheme !== 'https')) return refusals.scheme;
  if (url.username !== '' || url.password !== '') return refusals.credentials;
  if (mayReach(url.hostname, scheme)) return { ok: true, value: url };
  // Radio stations still stream in the clear; what was pulled is checked and signed here before it sounds.
  if (use === 'stream' && scheme === 'http' && mayReach(url.hostname, 'https'))
    return { ok: true, value: url };
  return scheme === 'http' && mayReach(url.hostname, 'https') ? refusals.scheme : refusals.place;
};
