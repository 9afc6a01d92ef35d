export const asRunWords = {
  title: { vi: 'Nhật ký phát thanh', en: 'As-run log' },
  lead: {
    vi: 'Không có báo cáo thì ghi “Chưa xác nhận”, không bao giờ ghi “Đã phát”.',
    en: 'Without a report a play is “Unconfirmed”, never “Played”.',
  },
  area: { vi: 'Địa bàn', en: 'Area' },
  outcomes: { vi: 'Lọc theo kết quả', en: 'Filter by outcome' },
  allPlays: { vi: 'Tất cả', en: 'All' },
  andAwaiting: {
    vi: (n: string) => `+ ${n} đang chờ báo`,
    en: (n: string) => `+ ${n} awaited`,
  },
  onlySession: {
    vi: (title: string) => `Chỉ xem: ${title}`,
    en: (title: string) => `Only: ${title}`,
  },
  wholeDay: { vi: 'Xem cả ngày', en: 'Show the whole day' },
  empty: { vi: 'Ngày này không có lượt phát nào', en: 'Nothing was planned on this day' },
  emptyHint: {
    vi: 'Chọn ngày khác, hoặc địa bàn rộng hơn.',
    en: 'Choose another day or a larger area.',
  },
  emptyOutcome: { vi: 'Không có lượt phát nào như vậy', en: 'No play had this outcome' },
  sessionUnknown: { vi: 'Buổi đã gỡ khỏi lịch', en: 'A session that has ended' },
  outsideSessions: { vi: 'Ngoài các buổi phát', en: 'Outside any session' },
  items: {
    vi: (n: string) => `${n} mục`,
    en: (n: string) => (n === '1' ? '1 item' : `${n} items`),
  },
  devices: {
    vi: (n: string) => `${n} bộ thu`,
    en: (n: string) => (n === '1' ? '1 device' : `${n} devices`),
  },
  lateCount: {
    vi: (n: string) => `${n} bằng chứng đến muộn`,
    en: (n: string) => `${n} with late evidence`,
  },
  fullyAt: { vi: (time: string) => `phát lúc ${time}`, en: (time: string) => `sounded at ${time}` },
  morePlays: {
    vi: (n: string) => `và ${n} lượt khác`,
    en: (n: string) => `and ${n} more`,
  },
  csvHint: {
    vi: 'Theo đúng ngày, địa bàn và bộ lọc đang xem',
    en: 'For the day, area and filters on show',
  },
};
