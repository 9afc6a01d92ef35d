export const policyWords = {
  title: { vi: 'Khung giờ không phát', en: 'Quiet hours' },
  lead: {
    vi: 'Ngoài khung giờ cho phép, loa tự im lặng, kể cả khi lịch đặt nhầm. Chỉ lệnh khẩn cấp phát được.',
    en: 'Outside the allowed hours loudspeakers stay silent by themselves, whatever is scheduled. Only an emergency sounds.',
  },
  week: { vi: 'Cả tuần', en: 'The week' },
  weekDraft: { vi: 'Cả tuần, theo bản đang sửa', en: 'The week, as edited' },
  mayNot: { vi: 'Không phát', en: 'Silent' },
  may: { vi: 'Được phát', en: 'Allowed' },
  capped: { vi: 'Giới hạn âm lượng', en: 'Volume limit' },
  capOf: { vi: (n: string) => `≤ ${n}%`, en: (n: string) => `≤ ${n}%` },
  weekdays: {
    vi: ['', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ Nhật'],
    en: ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  },
  shortWeekdays: {
    vi: ['', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'CN'],
    en: ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  },
  dayText: {
    vi: (day: string, windows: string) => `${day}: được phát ${windows}`,
    en: (day: string, windows: string) => `${day}: allowed ${windows}`,
  },
  never: { vi: 'không lúc nào', en: 'never' },

  own: { vi: 'Quy định riêng', en: 'Own rules' },
  ownOf: { vi: (area: string) => `Quy định riêng của ${area}`, en: (area: string) => `Rules of ${area}` },
  noOwn: {
    vi: 'Chưa có quy định riêng: theo cấp trên.',
    en: 'No rules of its own: those above hold.',
  },
  noneAtAll: {
    vi: 'Chưa có quy định nào: theo mặc định.',
    en: 'No rules so far: the default holds.',
  },
  default: { vi: 'Mặc định', en: 'Default' },
  inherited: { vi: 'Theo cấp trên', en: 'From above' },
  inheritedHint: {
    vi: 'Cấp dưới chỉ được chặt hơn, không nới rộng.',
    en: 'A lower level may only be stricter.',
  },
  defaultRule: {
    vi: 'Mặc định khi chưa ai quy định: 05:00–21:00 hằng ngày.',
    en: 'Default while nobody has decided: 05:00–21:00 every day.',
  },
  everyDay: { vi: 'Hằng ngày', en: 'Every day' },
  volumeTo: { vi: (n: string) => `âm lượng tối đa ${n}%`, en: (n: string) => `volume up to ${n}%` },

  edit: { vi: 'Sửa quy định', en: 'Edit the rules' },
  add: { vi: 'Thêm khung giờ được phát', en: 'Add allowed hours' },
  rule: { vi: (n: string) => `Khung giờ ${n}`, en: (n: string) => `Hours ${n}` },
  days: { vi: 'Các ngày', en: 'Days' },
  from: { vi: 'Từ', en: 'From' },
  to: { vi: 'Đến', en: 'To' },
  hours: { vi: 'Giờ', en: 'Hours' },
  minutes: { vi: 'Phút', en: 'Minutes' },
  maxVolume: { vi: 'Âm lượng tối đa (%)', en: 'Loudest (%)' },
  noLimit: { vi: 'Không giới hạn', en: 'No limit' },
  remove: { vi: 'Bỏ khung giờ này', en: 'Remove these hours' },
  nextDay: { vi: 'Qua nửa đêm, đến hôm sau', en: 'Past midnight, to the next day' },
  noRules: {
    vi: 'Không có khung nào: địa bàn theo đúng quy định cấp trên.',
    en: 'None: the area follows the levels above.',
  },
  daysMissing: { vi: 'Hãy chọn ít nhất một ngày.', en: 'Choose at least one day.' },
  saved: { vi: 'Đã lưu khung giờ', en: 'The hours are saved' },
  affectedBefore: {
    vi: (n: string) => `${n} buổi trong 14 ngày tới sẽ bị ảnh hưởng`,
    en: (n: string) => `${n} slots of the coming 14 days will be affected`,
  },
  affectedAfter: {
    vi: (n: string) => `${n} buổi trong 14 ngày tới bị ảnh hưởng`,
    en: (n: string) => `${n} slots of the coming 14 days are affected`,
  },
  affectedNone: {
    vi: 'Không buổi nào trong 14 ngày tới bị ảnh hưởng.',
    en: 'No slot of the coming 14 days is affected.',
  },
  effects: {
    refused: { vi: 'không phát', en: 'will not sound' },
    cut: { vi: 'bị cắt cuối buổi', en: 'is cut at its end' },
  },
};
