import { z } from '@hono/zod-openapi';
import { instant } from './common.ts';

export const keysState = z
  .object({
    /** Vouches for every signing key. */
    root: z.object({
      kid: z.string(),
      onServer: z.boolean().openapi({ description: 'Its private half lies on this server' }),
    }),
    /** What the root vouched for last, and until when anything new can be signed under it; null before the first list. */
    list: z.object({ issuedAt: instant, expiresAt: instant, signsUntil: instant }).nullable(),
    keys: z.array(
      z.object({
        kid: z.string(),
        state: z.enum(['signing', 'waiting', 'certified', 'later', 'ended', 'revoked', 'uncertified']),
        onServer: z.boolean(),
        validFrom: instant.nullable(),
        validUntil: instant.nullable(),
        revokedAt: instant.nullable(),
      }),
    ),
    /** A newer key signs once the loudspeakers that are connected know it, and at `until` at the latest. */
    waiting: z.object({ unaware: z.int(), connected: z.int(), until: instant }).nullable(),
    /** Of this server, for page, API and broker; null where nothing speaks TLS here. */
    certificate: z
      .object({
        validFrom: instant,
        validUntil: instant,
        refused: z.string().nullable().openapi({
          description: 'Why newer files that lie there are not used',
          example: 'Certificate_KeyMismatch',
        }),
      })
      .nullable(),
    /** What is to be done, the most urgent first; nothing, when all is well. */
    steps: z.array(
      z.enum(['certify-key', 'renew-list', 'mend-certificate', 'renew-certificate', 'take-root-offline']),
    ),
  })
  .openapi('KeysState');
export type KeysState = z.infer<typeof keysState>;
