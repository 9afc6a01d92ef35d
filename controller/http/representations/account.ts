import { z } from '@hono/zod-openapi';
import { areaRef } from './common.ts';

export const signInRequest = z
  .strictObject({ username: z.string().min(1).max(64), password: z.string().min(1).max(256) })
  .openapi('SignInRequest');

export const me = z
  .object({
    user: z.object({
      id: z.string(),
      username: z.string(),
      displayName: z.string(),
      role: z.enum(['administrator', 'viewer']),
      area: areaRef,
    }),
    /** True when invented clusters, history and faults are in the database. */
    demo: z.boolean(),
    /** Only in the demo: until when the simulated network is cut. */
    networkCutUntil: z.string().nullable(),
    serverTime: z.string(),
  })
  .openapi('Me');
export type Me = z.infer<typeof me>;
