export const exceptionWords = {
  /** A session that may sound in quiet hours, and why. */
  label: {
    vi: (reason: string) => `Cho phép phát ngoài giờ: ${reason}`,
    en: (reason: string) => `Exception to quiet hours: ${reason}`,
  },
};
