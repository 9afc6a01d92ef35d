import type { Incident } from './incident.ts';
import { localDateOf, vietnamTimestamp } from './vietnam-date.ts';

type Title = Readonly<{ vi: string; en: string }>;

/** `05:12 ngày 22/11`. */
const timeOf = (atMs: number): { vi: string; en: string } => {
  const local = vietnamTimestamp(atMs);
  const [time, day, month] = [local.slice(11, 16), local.slice(8, 10), local.slice(5, 7)];
  return { vi: `${time} ngày ${day}/${month}`, en: `${time} on ${day}/${month}` };
};

const whole = (value: number): string => String(Math.round(value));
const seconds = (ms: number): string => whole(ms / 1_000);
const decimal = (value: number): Title => {
  const en = value.toFixed(1);
  return { vi: en.replace('.', ','), en };
};

type Facts = Incident['detail'];

const silentTitle = ({ lastSeenAt }: Facts): Title => {
  if (lastSeenAt === null || lastSeenAt === undefined)
    return { vi: 'Bộ thu chưa từng kết nối', en: 'The receiver has never connected' };
  const at = timeOf(lastSeenAt);
  return { vi: `Bộ thu mất kết nối từ ${at.vi}`, en: `The receiver has been silent since ${at.en}` };
};

const networkTitle = ({ reason, devices = 0, total = 0 }: Facts): Title =>
  reason === 'link'
    ? {
        vi: 'Máy chủ mất kết nối với máy chủ MQTT; chưa rõ tình trạng các bộ thu',
        en: 'The controller lost the MQTT broker; nothing is known of the receivers',
      }
    : {
        vi: `${devices}/${total} bộ thu mất kết nối cùng lúc: kiểm tra mạng của máy chủ`,
        en: `${devices} of ${total} receivers fell silent together: check the network of the server`,
      };

const unreadyTitle = ({ title = '', startAt = 0, devices = 0, total = 0 }: Facts): Title => {
  const at = timeOf(startAt);
  return {
    vi: `${devices}/${total} cụm loa chưa sẵn sàng cho “${title}” lúc ${at.vi}`,
    en: `${devices} of ${total} clusters are not ready for “${title}” at ${at.en}`,
  };
};

const breakGlassTitle = ({ title = '', by = '', cause = '' }: Facts): Title => ({
  vi: `${by} phát khẩn cấp “${title}” không có người thứ hai. Lý do: ${cause}`,
  en: `${by} started the emergency “${title}” without a second person. Reason: ${cause}`,
});

const deviationTitle = ({ reason, title = '' }: Facts, count: number): Title => {
  const what = title === '' ? '' : ` “${title}”`;
  switch (reason) {
    case 'cancelled-item':
      return {
        vi: `Nội dung đã hủy${what} vẫn phát tại ${count} cụm loa`,
        en: `Cancelled${what} was heard all the same, clusters: ${count}`,
      };
    case 'superseded':
      return {
        vi: `Nội dung${what} phát theo giờ của chương trình cũ tại ${count} cụm loa`,
        en: `The item${what} was played at the time of an older program, clusters: ${count}`,
      };
    default:
      return {
        vi: `Cụm loa đã phát nội dung không có trong lịch${what}`,
        en: `A cluster played what was not planned there${what}`,
      };
  }
};

const clockTitle = ({ clockErrorMs }: Facts): Title => {
  if (clockErrorMs === null || clockErrorMs === undefined)
    return {
      vi: 'Đồng hồ của bộ thu chưa được chỉnh: chưa thể phát',
      en: 'The clock of the receiver is not set: it cannot play',
    };
  const off = seconds(clockErrorMs);
  return { vi: `Đồng hồ có thể sai tới ${off} giây`, en: `The clock may be up to ${off} s off` };
};

const causes: Readonly<Record<string, Title>> = {
  'not-found': { vi: ': máy chủ không có tệp', en: ': the server does not have them' },
  'hash-mismatch': { vi: ': tệp bị hỏng', en: ': what arrived was damaged' },
  unreachable: { vi: ': không tới được máy chủ tệp', en: ': the media server cannot be reached' },
};

const cacheTitle = ({ reason, missing = 0, freeBytes = 0, cause = '' }: Facts): Title =>
  reason === 'disk-full'
    ? {
        vi: `Bộ nhớ của bộ thu sắp đầy: còn ${whole(freeBytes / 1e6)} MB, thiếu ${missing} tệp âm thanh`,
        en: `The receiver's storage is nearly full: ${whole(freeBytes / 1e6)} MB left, ${missing} audio files missing`,
      }
    : {
        vi: `Bộ thu chưa tải được ${missing} tệp âm thanh${causes[cause]?.vi ?? ''}`,
        en: `The receiver lacks ${missing} audio files${causes[cause]?.en ?? ''}`,
      };

const supplyTitle = ({ reason, volts = 0 }: Facts): Title => {
  const shown = decimal(volts);
  return reason === 'battery'
    ? {
        vi: `Mất điện lưới, ắc quy sắp cạn: ${shown.vi} V`,
        en: `No mains, battery nearly empty: ${shown.en} V`,
      }
    : { vi: `Mất điện lưới, ắc quy ${shown.vi} V`, en: `No mains, battery at ${shown.en} V` };
};

const notStartedTitle = ({ title = '', devices = 0, total = 0 }: Facts): Title => ({
  vi: `${devices}/${total} cụm loa chưa phát “${title}”`,
  en: `${devices} of ${total} clusters have not started “${title}”`,
});

const keysTitle = ({ reason, endAt = 0 }: Facts): Title => {
  if (reason === 'no-key') {
    return {
      vi: 'Không có khóa ký nào được chứng nhận: máy chủ không ký được văn bản cho các loa',
      en: 'No certified signing key: the server can sign nothing for the loudspeakers',
    };
  }
  const [year, month, day] = localDateOf(endAt).split('-');
  return {
    vi: `Danh sách khóa ký hết hạn ngày ${day}/${month}/${year}: cần khóa gốc ký lại`,
    en: `The list of signing keys expires on ${year}-${month}-${day}: the root key has to certify it again`,
  };
};

const unusable: Readonly<Record<string, Title>> = {
  Certificate_Unreadable: { vi: ': tệp không đọc được', en: ': the files cannot be read' },
  Certificate_KeyMismatch: { vi: ': tệp khóa không khớp', en: ': the key is another one’s' },
  Certificate_Expired: { vi: ': đã hết hạn', en: ': it has expired' },
  Certificate_NotYetValid: { vi: ': chưa đến ngày có hiệu lực', en: ': it is not valid yet' },
};

const certificateTitle = ({ reason, endAt = 0, cause = '' }: Facts): Title => {
  const [year, month, day] = localDateOf(endAt).split('-');
  const end = { vi: `${day}/${month}/${year}`, en: `${year}-${month}-${day}` };
  return reason === 'refused'
    ? {
        vi: `Chứng chỉ TLS mới không dùng được${unusable[cause]?.vi ?? ''}. Máy chủ dùng tiếp chứng chỉ cũ, hết hạn ngày ${end.vi}`,
        en: `The new TLS certificate cannot serve${unusable[cause]?.en ?? ''}. The server goes on with the old one, which ends on ${end.en}`,
      }
    : {
        vi: `Chứng chỉ TLS của máy chủ hết hạn ngày ${end.vi}: sau đó loa và trình duyệt không kết nối được`,
        en: `The server’s TLS certificate ends on ${end.en}: afterwards no loudspeaker and no browser connects`,
      };
};

/** An incident in a sentence. Where it is stands beside it. */
export const incidentTitle = ({
  type,
  detail,
  count,
}: Pick<Incident, 'type' | 'detail' | 'count'>): Title => {
  switch (type) {
    case 'silent-device':
      return silentTitle(detail);
    case 'network':
      return networkTitle(detail);
    case 'unready-session':
      return unreadyTitle(detail);
    case 'deviation':
      return deviationTitle(detail, count);
    case 'clock':
      return clockTitle(detail);
    case 'cache':
      return cacheTitle(detail);
    case 'supply':
      return supplyTitle(detail);
    case 'temperature':
      return {
        vi: `Bộ thu nóng ${whole(detail.celsius ?? 0)} °C`,
        en: `The receiver is at ${whole(detail.celsius ?? 0)} °C`,
      };
    case 'announcement-not-started':
      return notStartedTitle(detail);
    case 'break-glass':
      return breakGlassTitle(detail);
    case 'shared-credentials':
      return {
        vi: `Hai thiết bị dùng chung danh tính của bộ thu này (${detail.addresses ?? ''})`,
        en: `Two devices use the identity of this receiver (${detail.addresses ?? ''})`,
      };
    case 'signing-keys':
      return keysTitle(detail);
    case 'server-certificate':
      return certificateTitle(detail);
    case 'spool-gap':
      return {
        vi: `Bộ thu đã mất ${detail.lost ?? 0} dòng nhật ký phát`,
        en: `The receiver lost ${detail.lost ?? 0} play events for good`,
      };
  }
};
