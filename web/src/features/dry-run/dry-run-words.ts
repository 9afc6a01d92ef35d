export const dryRunWords = {
  title: { vi: 'Dự kiến phát', en: 'Dry run' },
  lead: {
    vi: 'Loa sẽ phát gì, nhường gì và vì sao, theo đúng quy tắc mà bộ thu dùng.',
    en: 'What loudspeakers will play, what gives way and why, by the very rule that devices follow.',
  },
  commune: { vi: 'Xã, phường, thị trấn', en: 'Commune' },
  communeExample: { vi: 'Gõ tên xã, không cần dấu', en: 'Type the name of a commune' },
  chooseCommune: { vi: 'Chọn một xã để xem', en: 'Choose a commune' },
  chooseCommuneHint: {
    vi: 'Mỗi xã có lịch và khung giờ của mình, nên dự kiến tính theo từng xã.',
    en: 'Each commune has its own plan and hours, so the dry run is made per commune.',
  },
  view: { vi: 'Xem theo', en: 'Show' },
  day: { vi: 'Ngày', en: 'Day' },
  week: { vi: '7 ngày', en: '7 days' },

  states: {
    full: { vi: 'Sẽ phát', en: 'Will sound' },
    part: { vi: 'Phát một phần', en: 'Sounds in part' },
    silent: { vi: 'Không phát', en: 'Will not sound' },
  },
  quiet: { vi: 'Khung giờ không phát', en: 'Quiet hours' },
  stopped: { vi: 'Đang dừng tất cả loa', en: 'Everything stopped' },
  timeline: { vi: 'Trong ngày', en: 'Over the day' },
  weekTimeline: { vi: '7 ngày tới', en: 'Seven days' },
  dayText: {
    vi: (day: string, full: string, part: string, silent: string) =>
      `${day}: ${full} sẽ phát, ${part} phát một phần, ${silent} không phát`,
    en: (day: string, full: string, part: string, silent: string) =>
      `${day}: ${full} will sound, ${part} in part, ${silent} not`,
  },
  past: { vi: 'Phần đã qua xem ở nhật ký phát thanh', en: 'What is over stands in the as-run log' },
  list: { vi: 'Lần lượt', en: 'In order' },
  problems: { vi: 'Những chỗ không phát hoặc bị cắt', en: 'What will not sound, or not in full' },
  noProblems: {
    vi: 'Mọi mục đã xếp đều phát đủ.',
    en: 'Everything that was placed will sound in full.',
  },
  nothing: { vi: 'Không có gì được đặt trong khoảng này', en: 'Nothing is planned here' },
  someClusters: { vi: (n: string) => `chỉ ${n} cụm loa`, en: (n: string) => `${n} clusters only` },
  fromPosition: {
    vi: (time: string) => `phát tiếp từ giữa bài, ${time}`,
    en: (time: string) => `goes on from the middle, ${time}`,
  },
  cutBy: {
    displaced: {
      vi: (by: string) => `bị cắt, nhường ${by}`,
      en: (by: string) => `cut, gives way to ${by}`,
    },
    stop: { vi: (_: string) => 'bị cắt do lệnh dừng tất cả loa', en: (_: string) => 'cut by a stop' },
    'quiet-hours': {
      vi: (_: string) => 'bị cắt khi tới khung giờ không phát',
      en: (_: string) => 'cut where quiet hours begin',
    },
    expired: {
      vi: (_: string) => 'bị cắt vì hết thời gian cho phép',
      en: (_: string) => 'cut because its time is over',
    },
  },
  delayedBy: { vi: (by: string) => `vào sau ${by}`, en: (by: string) => `enters after ${by}` },
  silentBecause: {
    displaced: { vi: (by: string) => `nhường ${by}`, en: (by: string) => `gives way to ${by}` },
    stop: {
      vi: (_: string) => 'đang có lệnh dừng tất cả loa',
      en: (_: string) => 'everything is stopped',
    },
    'quiet-hours': {
      vi: (_: string) => 'rơi vào khung giờ không phát',
      en: (_: string) => 'falls into quiet hours',
    },
    expired: { vi: (_: string) => 'quá giờ, không phát nữa', en: (_: string) => 'too late to begin' },
  },
  somethingElse: { vi: 'mục khác', en: 'something else' },
  approveBy: {
    vi: (time: string) => `chưa duyệt – sẽ không phát nếu không duyệt trước ${time}`,
    en: (time: string) => `not approved – does not air unless it is approved by ${time}`,
  },
  causes: {
    empty: { vi: 'chưa xếp chương trình cho ngày này', en: 'no running order on this date' },
    unknown: { vi: 'bản tin không còn', en: 'the bulletin is gone' },
    'not-ready': { vi: 'âm thanh chưa xử lý xong', en: 'its audio is not ready' },
    'not-approved': { vi: 'bản tin chưa được duyệt', en: 'the bulletin is not approved' },
    'cut-off-missed': { vi: 'lỡ hạn duyệt', en: 'approved too late' },
    overflow: { vi: 'không còn chỗ trong buổi phát', en: 'no room left in the slot' },
  },
  by: {
    vi: (title: string, level: string, area: string) => `“${title}” (${level}, ${area})`,
    en: (title: string, level: string, area: string) => `“${title}” (${level}, ${area})`,
  },
  stopClass: { vi: 'lệnh dừng', en: 'stop' },
  announcement: { vi: 'Phát ngay', en: 'Announcement' },

  order: { vi: 'Thứ tự tin ưu tiên', en: 'Order of priority items' },
  orderLead: {
    vi: 'Khi tin ưu tiên trùng giờ, tin ở trên được phát trước.',
    en: 'Where items of priority collide, the upper one goes first.',
  },
  orderBy: {
    vi: (who: string, when: string) => `Do ${who} xếp lúc ${when}.`,
    en: (who: string, when: string) => `Ordered by ${who}, ${when}.`,
  },
  orderSaved: { vi: 'Đã lưu thứ tự', en: 'The order is saved' },
  moveUp: { vi: (title: string) => `Đưa “${title}” lên`, en: (title: string) => `Move “${title}” up` },
  moveDown: { vi: (title: string) => `Đưa “${title}” xuống`, en: (title: string) => `Move “${title}” down` },
  seeDryRun: { vi: 'Xem dự kiến phát', en: 'See the dry run' },
};
