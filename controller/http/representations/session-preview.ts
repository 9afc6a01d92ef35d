import { z } from '@hono/zod-openapi';
import { localDate } from './common.ts';
import { createSession } from './session.ts';

const fault = z.object({ code: z.string(), vi: z.string(), en: z.string() });

export const previewSession = createSession
  .extend({
    /** The session that is to be changed so; left out for a new one. */
    sessionId: z.string().max(64).optional(),
  })
  .openapi('PreviewSession');
export type PreviewSession = z.input<typeof previewSession>;

export const sessionPreview = z
  .object({
    /** The next ones, ten at most. */
    occurrences: z.array(z.object({ date: localDate, startAt: z.string(), endAt: z.string() })),
    /** Communes that it reaches. */
    communes: z.int(),
    /** What would be refused without permission to sound in quiet hours. */
    quietHours: fault.nullable(),
    /** What saving would warn of: whom it displaces, who displaces it, and how each goes on. */
    warnings: z.array(fault),
  })
  .openapi('SessionPreview');
export type SessionPreview = z.infer<typeof sessionPreview>;
