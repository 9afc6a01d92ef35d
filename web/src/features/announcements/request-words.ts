export const requestWords = {
  heading: { vi: 'Yêu cầu phát khẩn cấp', en: 'Emergency to be confirmed' },
  needsYou: { vi: 'Cần bạn xác nhận phát khẩn cấp', en: 'An emergency needs your confirmation' },
  waiting: { vi: 'Đang chờ người duyệt thứ hai', en: 'Waiting for a second approver' },
  left: { vi: (time: string) => `còn ${time}`, en: (time: string) => `${time} left` },
  askedBy: {
    vi: (who: string, time: string) => `${who} yêu cầu lúc ${time}`,
    en: (who: string, time: string) => `asked for by ${who} at ${time}`,
  },
  where: { vi: 'Nơi phát', en: 'Where' },
  forLong: { vi: (time: string) => `phát trong ${time}`, en: (time: string) => `for ${time}` },
  lifts: { vi: 'Gỡ cả lệnh dừng đang có ở đó.', en: 'Lifts the stop in force there too.' },
  confirm: { vi: 'Giữ để xác nhận và phát', en: 'Hold to confirm and start' },
  refuse: { vi: 'Từ chối', en: 'Refuse' },
  withdraw: { vi: 'Rút yêu cầu', en: 'Withdraw' },
  expired: {
    vi: 'Hết 5 phút, không ai xác nhận: không phát.',
    en: 'Five minutes are over and nobody confirmed: it did not start.',
  },
  refused: {
    vi: (who: string) => `${who} đã từ chối: không phát.`,
    en: (who: string) => `Refused by ${who}: it did not start.`,
  },
  dismiss: { vi: 'Đã biết', en: 'Got it' },
  wide: {
    vi: 'Nhiều xã: cần thêm một người duyệt xác nhận trong 5 phút.',
    en: 'More than one commune: another approver has to confirm within five minutes.',
  },
  ask: { vi: 'Giữ để xin phát khẩn cấp', en: 'Hold to ask for the emergency' },
  glass: {
    vi: 'Phát ngay, không chờ người thứ hai (ghi lý do)',
    en: 'Start now without a second person (with a reason)',
  },
  glassLead: {
    vi: 'Mọi người đều thấy bạn đã phát một mình và lý do; một sự cố được ghi lại.',
    en: 'Everybody sees that you started it alone, and why; an incident is recorded.',
  },
  glassReason: { vi: 'Lý do phát ngay', en: 'Why at once' },
  glassHold: { vi: 'Giữ để phát ngay', en: 'Hold to start now' },
  alone: { vi: 'Không có người thứ hai', en: 'Without a second person' },
  confirmedBy: { vi: 'Người xác nhận', en: 'Confirmed by' },
};
