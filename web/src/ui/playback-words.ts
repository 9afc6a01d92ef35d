export const playbackWords = {
  title: { vi: 'Bản tin', en: 'Item' },
  cluster: { vi: 'Cụm loa', en: 'Cluster' },
  planned: { vi: 'Giờ theo lịch', en: 'Planned' },
  outcome: { vi: 'Kết quả', en: 'Outcome' },
  times: { vi: 'Thực tế', en: 'Actual' },
  deviation: { vi: 'Lệch giờ', en: 'Off plan' },
  deviationHint: { vi: 'Bắt đầu thực tế trừ giờ theo lịch', en: 'Actual start minus planned start' },
  clockError: { vi: 'Sai số đồng hồ', en: 'Clock error' },
  grade: { vi: 'Bằng chứng', en: 'Evidence' },
  late: { vi: 'Bằng chứng đến muộn', en: 'Late evidence' },
  lateHint: {
    vi: 'Báo cáo về sau khi lượt phát đã ghi “Chưa xác nhận”; kết quả được sửa lại theo báo cáo.',
    en: 'The report came after the play had been marked “Unconfirmed”; the outcome was corrected by it.',
  },
  none: { vi: 'Chưa có', en: 'None' },
};
