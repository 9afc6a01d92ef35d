import { z } from '@hono/zod-openapi';
import { withoutUnseen } from '../../domain/unseen.ts';

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
