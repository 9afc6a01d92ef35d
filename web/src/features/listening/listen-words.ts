export const listenWords = {
  title: { vi: 'Nghe tại loa', en: 'Listen at the loudspeaker' },
  explained: {
    vi: 'Nghe trên máy này đúng điều cụm loa đang phát, ở đúng vị trí.',
    en: 'Hear on this computer what the cluster plays, at the same position.',
  },
  start: { vi: 'Nghe tại loa', en: 'Listen at the loudspeaker' },
  stop: { vi: 'Dừng nghe', en: 'Stop listening' },
  waiting: { vi: 'Đang chờ loa phát', en: 'Waiting for the loudspeaker' },
  silent: { vi: 'Loa đang im', en: 'The loudspeaker is silent' },
  playing: { vi: 'Loa đang phát', en: 'The loudspeaker plays' },
  next: { vi: 'Tiếp theo', en: 'Next' },
  nothingNext: { vi: 'Chưa có chương trình nào sắp tới', en: 'Nothing is planned' },
  startsIn: { vi: 'Bắt đầu sau', en: 'Starts in' },
  volume: { vi: (n: string) => `Âm lượng loa ${n}%`, en: (n: string) => `Loudspeaker volume ${n}%` },
  inStep: {
    vi: (seconds: string) => `Lệch với loa ${seconds} s`,
    en: (seconds: string) => `${seconds} s off the loudspeaker`,
  },
  loading: { vi: 'Đang tải âm thanh…', en: 'Loading the audio…' },
  blocked: {
    vi: 'Trình duyệt chưa cho phát tiếng. Hãy bấm nghe lại.',
    en: 'The browser does not allow sound yet. Press listen again.',
  },
  byReport: {
    vi: 'Theo báo cáo của bộ thu, không phải micro tại chỗ.',
    en: 'By the device’s own report, not a microphone on site.',
  },
  offline: {
    vi: 'Cụm đang mất kết nối: loa có thể vẫn phát, nhưng trang không biết.',
    en: 'The cluster is offline: it may play, but the page cannot know.',
  },
};
