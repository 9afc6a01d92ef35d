export const audioWords = {
  play: { vi: (title: string) => `Nghe “${title}”`, en: (title: string) => `Play “${title}”` },
  pause: { vi: (title: string) => `Tạm dừng “${title}”`, en: (title: string) => `Pause “${title}”` },
  position: {
    vi: (title: string) => `Vị trí trong “${title}”`,
    en: (title: string) => `Position in “${title}”`,
  },
  failed: {
    vi: 'Trình duyệt chưa phát được âm thanh này.',
    en: 'The browser could not play this audio.',
  },
};
