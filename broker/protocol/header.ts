import { z } from 'zod';
import { epochMs } from './identifiers.ts';

/** What every signed downstream document carries. Unknown fields are ignored. */
export const documentHeader = z.object({
  /** Document type and its major version, `tt/program/1`. A device stays silent on one it does not know. */
  schema: z.string(),
  /** The only topic on which this document is valid. */
  topic: z.string(),
  /** max(last + 1, epoch milliseconds of issue): grows within a topic, also across restored backups. */
  version: z.int().positive(),
  issuedAt: epochMs,
  expiresAt: epochMs,
});

export type DocumentHeader = z.infer<typeof documentHeader>;

/** The next version of a document whose last published one was `last` (0 when there was none). */
export const nextVersion = (last: number, nowMs: number): number => Math.max(last + 1, nowMs);

/** Planning horizon of area documents. One re-issue a day keeps at least 9 days at every device. */
export const horizonMs = 10 * 24 * 60 * 60 * 1000;
