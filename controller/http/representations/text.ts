import { z } from '@hono/zod-openapi';

/**
 * What is not seen but changes how the rest reads: directions, which can turn a sentence round, and spaces of no
 * width, which make two names look alike. They come along unnoticed with copied text, so they are left out rather than
 * refused. Joiners stay: some scripts of minority languages need them.
 */
const withoutUnseen = (text: string): string =>
  text.replace(/[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu, '');

/**
 * Words of a person on one line: NFC, so that what looks the same is the same, and without what no database
 * or loudspeaker display can hold (control characters, halves of surrogate pairs).
 */
export const line = (mostCharacters: number) =>
  z
    .string()
    .overwrite(withoutUnseen)
    .normalize('NFC')
    .trim()
    .min(1)
    .max(mostCharacters)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'holds control characters');

/** The same over several lines. */
export const paragraph = (mostCharacters: number) =>
  z
    .string()
    .overwrite(withoutUnseen)
    .normalize('NFC')
    .trim()
    .min(1)
    .max(mostCharacters)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\t\r\n])*$/u, 'holds control characters');
