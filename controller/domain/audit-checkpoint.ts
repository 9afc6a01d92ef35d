import { z } from 'zod';

export const auditCheckpointSchema = 'tt/audit-checkpoint/1';

/**
 * What the controller's signing key says of the trail: at that instant it went so far, and its last entry had
 * that hash. It names no topic, so no device takes it for a document.
 */
export const auditCheckpoint = z.object({
  schema: z.literal(auditCheckpointSchema),
  seq: z.int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.int(),
});
export type AuditCheckpoint = z.infer<typeof auditCheckpoint>;

/** While the controller runs and something changes, one is made every so often. */
export const checkpointEveryMs = 60_000;
