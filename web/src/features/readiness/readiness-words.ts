export const readinessWords = {
  title: { vi: 'Sẵn sàng cho buổi phát', en: 'Readiness for the session' },
  lead: {
    vi: 'Sẵn sàng nghĩa là đã nhận chương trình mới nhất, đã tải sẵn âm thanh và đồng hồ đáng tin.',
    en: 'Ready means: has the latest program, holds its audio, and has a clock to trust.',
  },
  ready: { vi: 'Sẵn sàng', en: 'Ready' },
  program: { vi: 'Đã nhận chương trình', en: 'Hold the program' },
  audio: { vi: 'Đã tải sẵn âm thanh', en: 'Hold the audio' },
  online: { vi: 'Đang kết nối', en: 'Online' },
  resync: {
    vi: 'Hệ thống tự gửi lại chương trình và âm thanh cho cụm còn thiếu.',
    en: 'What is missing is sent again by itself.',
  },
  communes: { vi: 'Xã còn cụm chưa sẵn sàng', en: 'Communes that are not ready' },
  others: {
    vi: (n: string) => `${n} xã khác đã đủ`,
    en: (n: string) => (n === '1' ? '1 other commune is ready' : `${n} other communes are ready`),
  },
  all: { vi: 'Mọi cụm đã sẵn sàng', en: 'Every cluster is ready' },
  why: { vi: 'Cụm nào, vì sao?', en: 'Which, and why?' },
};
