/** Shown where there is no evidence. Not zero. */
export const NO_FIGURE = '–';

export interface NumberFormat {
  /** `1.000` */
  integer(value: number): string;
  /** `-16,2` with a true minus sign. */
  decimal(value: number, digits?: number): string;
  /** `64,0%` of a percentage that the server rounded; a dash for null. */
  percent(value: number | null): string;
  /** `986/1.000` */
  ratio(count: number, total: number): string;
  /** `12,4 MB` */
  bytes(value: number): string;
  /** `+0,42 s`: how far from plan, to be read as late when positive. */
  signedSeconds(milliseconds: number): string;
}

const locales = { vi: 'vi-VN', en: 'en-GB' } as const;
const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

const withMinus = (text: string): string => text.replace('-', '−');

export const createNumberFormat = (language: 'vi' | 'en'): NumberFormat => {
  const locale = locales[language];
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const fixed = [0, 1, 2, 3].map(
    (digits) =>
      new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );

  const decimal = (value: number, digits = 1): string =>
    withMinus((fixed[digits] ?? whole).format(value === 0 ? 0 : value));

  const bytes = (value: number): string => {
    const step = value < 1 ? 0 : Math.min(Math.floor(Math.log10(value) / 3), byteUnits.length - 1);
    return `${decimal(value / 1000 ** step, step < 2 ? 0 : 1)} ${byteUnits[step]}`;
  };

  return {
    integer: (value) => withMinus(whole.format(value)),
    decimal,
    percent: (value) => (value === null ? NO_FIGURE : `${decimal(value, 1)}%`),
    ratio: (count, total) => `${whole.format(count)}/${whole.format(total)}`,
    bytes,
    signedSeconds: (milliseconds) => {
      const rounded = Math.round(milliseconds / 10) / 100;
      const sign = rounded > 0 ? '+' : '';
      return `${sign}${decimal(rounded, 2)} s`;
    },
  };
};
