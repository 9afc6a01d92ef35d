export const unplacedWords = {
  approveBy: {
    vi: (time: string) => `Chưa duyệt – sẽ không phát nếu không duyệt trước ${time}`,
    en: (time: string) => `Not approved – does not air unless it is approved by ${time}`,
  },
  missed: { vi: 'Lỡ hạn duyệt – không phát lần này', en: 'Not approved in time – does not air this time' },
  withdrawn: { vi: 'Đã thu hồi – không phát', en: 'Withdrawn – does not air' },
  reasons: {
    unknown: { vi: 'Không còn bản tin này', en: 'This bulletin is gone' },
    'not-ready': { vi: 'Âm thanh chưa sẵn sàng', en: 'Its audio is not ready' },
    'not-approved': { vi: 'Chưa duyệt', en: 'Not approved' },
    'cut-off-missed': { vi: 'Lỡ hạn duyệt', en: 'Not approved in time' },
    overflow: { vi: 'Không đủ chỗ trong buổi phát', en: 'Does not fit the slot' },
  },
};
