import { z } from '@hono/zod-openapi';
import { areaRef } from './common.ts';

/** Base64 of the file as it lies on the disk: a list of 2,000 rows fits well. */
export const importFile = z.strictObject({ content: z.base64().max(900_000) }).openapi('ImportFile');

const importRow = z.object({
  /** In the file. */
  line: z.int(),
  commune: areaRef.nullable(),
  cluster: z.string(),
  serial: z.string(),
  /** `attach`: a receiver for a cluster that has none; `exists`: nothing to do. */
  state: z.enum(['create', 'attach', 'exists', 'error']),
  errors: z.array(z.object({ column: z.string(), vi: z.string(), en: z.string() })),
});

export const importPreview = z
  .object({
    rows: z.array(importRow),
    counts: z.object({ create: z.int(), attach: z.int(), exists: z.int(), error: z.int() }),
  })
  .openapi('ImportPreview');
export type ImportPreview = z.infer<typeof importPreview>;

export const importResult = importPreview
  .extend({
    /** Shown once; stored only as hashes. */
    codes: z.array(
      z.object({
        clusterId: z.string(),
        commune: z.string(),
        cluster: z.string(),
        serial: z.string(),
        model: z.string(),
        claimCode: z.string(),
        claimLink: z.string(),
        claimExpiresAt: z.string(),
      }),
    ),
    /** The same as a list to keep. */
    csv: z.string(),
  })
  .openapi('ImportResult');
export type ImportResult = z.infer<typeof importResult>;
