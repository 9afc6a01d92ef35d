import { createNumberFormat, type NumberFormat } from './number-format.ts';
import { createTimeFormat, type TimeFormat } from './time-format.ts';

/** How numbers, dates and durations are written in a language. */
export type Format = NumberFormat & TimeFormat;

export const createFormat = (language: 'vi' | 'en'): Format => ({
  ...createNumberFormat(language),
  ...createTimeFormat(language),
});
