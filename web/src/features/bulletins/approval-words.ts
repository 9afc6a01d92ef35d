export const approvalTexts = {
  filter: { vi: 'Theo tình trạng duyệt', en: 'By approval' },
  all: { vi: 'Tất cả', en: 'All' },
  panel: { vi: 'Duyệt', en: 'Approval' },
  approve: { vi: 'Duyệt', en: 'Approve' },
  returnIt: { vi: 'Trả lại', en: 'Return' },
  submit: { vi: 'Trình duyệt', en: 'Submit for approval' },
  cancel: { vi: 'Thôi', en: 'Cancel' },
  reason: { vi: 'Lý do trả lại', en: 'Why it is returned' },
  reasonHint: { vi: 'Người làm bản tin sẽ đọc lý do này', en: 'Whoever made it reads this' },
  reasons: {
    vi: ['Nghe không rõ', 'Sai nội dung', 'Sai ngày giờ', 'Cần rút ngắn'],
    en: ['Hard to hear', 'Wrong content', 'Wrong date or time', 'Too long'],
  },
  listenFirst: {
    vi: 'Nghe rồi duyệt. Duyệt xong, bản tin phát ở các buổi đã xếp.',
    en: 'Listen, then approve. It then airs where it is placed.',
  },
  own: {
    vi: 'Bạn đã tải lên, sửa hoặc trình bản tin này nên cần người khác duyệt.',
    en: 'You made or submitted it, so somebody else approves it.',
  },
  ownSolo: {
    vi: 'Xã này có một người vừa làm vừa duyệt; việc tự duyệt được ghi lại và mọi người đều thấy.',
    en: 'In this commune one person makes and approves; approving your own is recorded for everybody to see.',
  },
  waitsForOthers: { vi: 'Đang chờ người duyệt.', en: 'It waits for an approver.' },
  notSubmitted: { vi: 'Chưa trình duyệt nên chưa phát.', en: 'Not submitted, so it does not air.' },
  whenReady: {
    vi: 'Sẽ tự trình duyệt khi xử lý xong âm thanh.',
    en: 'It is submitted by itself once its audio is ready.',
  },
  returnedLead: {
    vi: 'Bị trả lại. Sửa theo lý do rồi trình lại, hoặc tải lên bản mới.',
    en: 'Returned. Mend it and submit again, or upload another one.',
  },
  failed: {
    vi: 'Âm thanh không dùng được nên không trình duyệt được.',
    en: 'Its audio cannot be used, so it cannot be submitted.',
  },
  steps: {
    upload: { vi: 'Tải lên', en: 'Uploaded' },
    submit: { vi: 'Trình duyệt', en: 'Submitted' },
    approve: { vi: 'Duyệt', en: 'Approved' },
    return: { vi: 'Trả lại', en: 'Returned' },
    withdraw: { vi: 'Thu hồi', en: 'Withdrawn' },
    change: { vi: 'Sửa', en: 'Changed' },
  },
  history: { vi: 'Các bước', en: 'Steps' },
  soloMark: { vi: 'Tự duyệt (xã một người)', en: 'Self-approved (one-person commune)' },
  waiting: {
    vi: (n: string) => `${n} bản tin chờ duyệt`,
    en: (n: string) => (n === '1' ? '1 bulletin waits for approval' : `${n} bulletins wait for approval`),
  },
  nothing: { vi: 'Không có bản tin nào', en: 'No bulletins' },
  done: {
    approved: { vi: 'Đã duyệt', en: 'Approved' },
    returned: { vi: 'Đã trả lại', en: 'Returned' },
    submitted: { vi: 'Đã trình duyệt', en: 'Submitted' },
  },

  airOn: { vi: 'Phát vào (không bắt buộc)', en: 'Airs in (optional)' },
  airOnNone: { vi: 'Xếp sau', en: 'Later' },
  send: { vi: 'Tải lên và trình duyệt', en: 'Upload and submit' },
  draftOnly: { vi: 'Lưu bản nháp', en: 'Save as a draft' },
  preparing: {
    vi: 'Đang xử lý âm thanh, rồi xếp vào buổi phát…',
    en: 'Processing the audio, then placing it…',
  },
  placedIn: {
    vi: (session: string) => `Đã xếp vào ${session}`,
    en: (session: string) => `Placed in ${session}`,
  },
  notPlaced: { vi: 'Đã tải lên, nhưng chưa xếp được vào buổi phát', en: 'Uploaded, but not placed' },
  close: { vi: 'Đóng', en: 'Close' },

  solo: { vi: 'Một người làm và duyệt', en: 'One person makes and approves' },
  soloOn: {
    vi: 'Đang bật: ở xã này người làm bản tin được tự duyệt.',
    en: 'On: whoever makes a bulletin of this commune may approve it.',
  },
  soloOff: {
    vi: 'Đang tắt: người làm bản tin không được tự duyệt.',
    en: 'Off: whoever makes a bulletin may not approve it.',
  },
  soloSince: {
    vi: (who: string, when: string) => `${who}, ${when}`,
    en: (who: string, when: string) => `${who}, ${when}`,
  },
  soloReason: { vi: 'Lý do (mọi người đều thấy)', en: 'Reason (everybody sees it)' },
  turnOn: { vi: 'Bật', en: 'Turn on' },
  turnOff: { vi: 'Tắt', en: 'Turn off' },
};
