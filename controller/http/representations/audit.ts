import { z } from '@hono/zod-openapi';
import { areaRef } from './common.ts';

const fields = z.record(z.string(), z.unknown());

export const auditEntry = z
  .object({
    /** 1, 2, 3 without a gap. */
    seq: z.int(),
    at: z.string(),
    actor: z.object({
      kind: z.enum(['user', 'token', 'device', 'system', 'anonymous']),
      name: z.string(),
      /** Null for the controller itself. */
      address: z.string().nullable(),
    }),
    /** Action of the permissions, operation of a route, or a word of its own: `sign-in.refused`. */
    action: z.string(),
    /** The table whose row changed, or what else it is about. */
    subject: z.string(),
    subjectId: z.string(),
    /** What people call the subject; null where it has no name. */
    name: z.string().nullable(),
    area: areaRef.nullable(),
    /** Null when it was not there before. Of a change, the columns that differ and those that name the row. */
    before: fields.nullable(),
    /** Null when it is there no more. */
    after: fields.nullable(),
    hash: z.string(),
  })
  .openapi('AuditEntry');
export type AuditEntry = z.infer<typeof auditEntry>;

export const auditPage = z
  .object({ items: z.array(auditEntry), next: z.string().nullable() })
  .openapi('AuditPage');
export type AuditPage = z.infer<typeof auditPage>;
