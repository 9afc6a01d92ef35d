import { z } from '@hono/zod-openapi';
import { actions, roles } from '../../domain/permissions.ts';
import { areaCode, areaRef } from './common.ts';

export const signInRequest = z
  .strictObject({ username: z.string().min(1).max(64), password: z.string().min(1).max(256) })
  .openapi('SignInRequest');

export const me = z
  .object({
    user: z.object({
      id: z.string(),
      username: z.string(),
      displayName: z.string(),
      /** Where the page opens: the widest area that the account has a role in. */
      area: areaRef,
      grants: z.array(z.object({ role: z.enum(roles), area: areaRef })),
    }),
    /** What the account may do, and in which areas with everything below them. */
    permissions: z.array(z.object({ action: z.enum(actions), areaCodes: z.array(areaCode) })),
    /** True when invented clusters, history and faults are in the database. */
    demo: z.boolean(),
    /** Only in the demo: until when the simulated network is cut. */
    networkCutUntil: z.string().nullable(),
    serverTime: z.string(),
  })
  .openapi('Me');
export type Me = z.infer<typeof me>;
