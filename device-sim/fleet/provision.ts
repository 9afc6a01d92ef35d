import { z } from 'zod';
import { parseClaimLink } from '#protocol';
import { identity } from '../shell/identity.ts';
import { faults, isFault } from './fault.ts';

const fault = z
  .string()
  .refine(isFault, { error: `a fault is one of ${Object.keys(faults).join(', ')}` })
  .optional();

const name = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/);

const claimable = z.object({
  /** Typed by somebody, or the whole text of the QR code: then the answer has to be of the one named there. */
  claimCode: z
    .string()
    .min(8)
    .max(512)
    .refine((text) => text.length <= 64 || parseClaimLink(text) !== null, { error: 'no code and no link' }),
  serial: name.optional(),
  fault,
  /** Whether an amplifier sensor sees what sounds; by default 30 % have one. */
  sensor: z.boolean().optional(),
});
const claimed = identity.extend({ serial: name.optional(), fault, sensor: z.boolean().optional() });

/** One device of a fleet: a claim code, or the link of its QR code, that it will exchange for its identity, or the identity itself. */
export type Provision = z.infer<typeof claimable> | z.infer<typeof claimed>;

const provision = z.union([claimed, claimable]);

/**
 * Reads JSON lines; empty lines and lines that begin with `#` are passed over.
 *
 * @throws Error that names the first line which cannot be read
 */
export const parseProvisions = (text: string): Provision[] =>
  text.split('\n').flatMap((line, index) => {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) return [];
    try {
      return [provision.parse(JSON.parse(trimmed))];
    } catch (error) {
      const detail = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      throw new Error(`Line ${index + 1} of the provision file is not a device: ${detail}`, { cause: error });
    }
  });
