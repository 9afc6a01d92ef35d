export const areaWords = {
  districtsLead: {
    vi: 'Mỗi ô là một xã, phường, thị trấn. Ô đậm: đạt; ô trống: chưa.',
    en: 'Each cell is a commune. Filled: yes; hollow: not yet.',
  },
  figure: { vi: 'Xem theo', en: 'Show by' },
  toTable: { vi: 'Xem thành bảng', en: 'Show as a table' },
  full: { vi: 'Đủ 100%', en: 'All of them' },
  breadcrumbs: { vi: 'Đường dẫn địa bàn', en: 'Areas above' },

  at: { vi: 'Tính đến ngày', en: 'As of' },
  now: { vi: 'Bây giờ', en: 'Now' },
  backToNow: { vi: 'Về bây giờ', en: 'Back to now' },
  asOfNow: { vi: (time: string) => `Số liệu lúc ${time}`, en: (time: string) => `Figures of ${time}` },
  asOfDay: {
    vi: (day: string) => `Số liệu đến hết ngày ${day}`,
    en: (day: string) => `Figures to the end of ${day}`,
  },
  yearEnd: { vi: 'Kết quả năm 2022', en: 'Result of 2022' },

  figures: { vi: 'Bốn số liệu', en: 'Four figures' },
  official: { vi: 'Ứng dụng CNTT-VT', en: 'IT-enabled' },
  officialHint: {
    vi: 'Hồ sơ đài truyền thanh ghi đã ứng dụng CNTT-VT',
    en: 'The station records say IT-enabled',
  },
  equipped: { vi: 'Có thiết bị', en: 'Equipped' },
  equippedHint: { vi: 'Có ít nhất một bộ thu đang sử dụng', en: 'At least one device is in service' },
  reachable: { vi: 'Đang kết nối', en: 'Reachable' },
  reachableHint: { vi: 'Có ít nhất một bộ thu đang gửi tín hiệu', en: 'At least one device is online' },
  proven: { vi: 'Có xác nhận phát', en: 'Proven' },
  provenHint: {
    vi: (days: number) => `Có bằng chứng đã phát trong ${days} ngày qua`,
    en: (days: number) => `Evidence of a play in the last ${days} days`,
  },
  yes: { vi: 'Có', en: 'Yes' },
  no: { vi: 'Chưa', en: 'Not yet' },

  districts: { vi: 'Huyện, thành, thị', en: 'Districts' },
  communes: { vi: 'Xã, phường, thị trấn', en: 'Communes' },
  children: { vi: 'Theo địa bàn bên dưới', en: 'By area below' },
  area: { vi: 'Địa bàn', en: 'Area' },
  clustersOnline: { vi: 'Cụm kết nối', en: 'Clusters online' },
  sortBy: { vi: 'Sắp xếp theo', en: 'Sort by' },
  ascending: { vi: 'Đang tăng dần, bấm để đổi chiều', en: 'Ascending; switch' },
  descending: { vi: 'Đang giảm dần, bấm để đổi chiều', en: 'Descending; switch' },

  differences: { vi: 'Chỗ số liệu chưa khớp', en: 'Where figures differ' },
  noDifferences: {
    vi: 'Hồ sơ đài, số đã công bố và thiết bị đều khớp.',
    en: 'Station records, published figures and devices agree.',
  },
  'official-not-equipped': {
    vi: 'Hồ sơ ghi đã ứng dụng CNTT-VT nhưng chưa có thiết bị',
    en: 'IT-enabled on record, but without a device',
  },
  'equipped-not-official': {
    vi: 'Có thiết bị nhưng hồ sơ chưa ghi ứng dụng CNTT-VT',
    en: 'Has a device, but is not IT-enabled on record',
  },
  'published-differs': {
    vi: 'Số đã công bố khác số đếm từ hồ sơ',
    en: 'The published figure differs from what the records count',
  },
  publishedNote: {
    vi: (note: string) => `Công bố và đếm được: ${note}`,
    en: (note: string) => `Published and counted: ${note}`,
  },
  showAll: { vi: (n: string) => `Xem cả ${n}`, en: (n: string) => `Show all ${n}` },
  noRecord: { vi: 'chưa có hồ sơ đài', en: 'no station record' },
  technology: {
    vi: { 'it-enabled': 'CNTT-VT', fm: 'FM', wired: 'có dây', none: 'chưa có đài', unknown: 'chưa rõ' },
    en: { 'it-enabled': 'IT-enabled', fm: 'FM', wired: 'wired', none: 'no station', unknown: 'unknown' },
  },

  clusterList: { vi: 'Cụm loa', en: 'Clusters' },
  noClusters: { vi: 'Chưa có cụm loa nào', en: 'No clusters yet' },
  allClusters: { vi: 'Xem tất cả cụm loa', en: 'Show all clusters' },
  log: { vi: 'Nhật ký phát thanh', en: 'As-run log' },
  coming: { vi: 'Buổi phát sắp tới', en: 'Coming sessions' },
  nothingComing: { vi: 'Không có buổi nào trong 36 giờ tới', en: 'Nothing in the coming 36 hours' },
  onAir: { vi: 'Đang phát', en: 'On air' },
  silent: { vi: 'chưa xếp chương trình', en: 'no running order' },
  ready: { vi: (ratio: string) => `Sẵn sàng ${ratio}`, en: (ratio: string) => `Ready ${ratio}` },
};
