import { z } from '@hono/zod-openapi';
import { areaRef } from './common.ts';

/** `percent` has one decimal, rounded half up; null at 0/0. */
export const share = z
  .object({ count: z.int(), total: z.int(), percent: z.number().nullable() })
  .openapi('Share');
export type Share = z.infer<typeof share>;

const figures = z.object({
  area: areaRef,
  /** RFC 3339 with +07:00. */
  asOf: z.string(),
  /** Station records say IT-enabled; null where no record or published figure exists for the date. */
  official: share.nullable(),
  /** Communes with a device in service. */
  equipped: share,
  /** Communes with a device online; null without evidence for that instant. */
  reachable: share.nullable(),
  /** Communes with a signed `played` in the last days (default 7); null without evidence. */
  proven: share.nullable(),
  clusters: z.object({ total: z.int(), online: z.int().nullable() }),
});

/** One area below, with its own children. */
export type CoverageChild = z.infer<typeof figures> & { children: CoverageChild[] };
export const coverageChild: z.ZodType<CoverageChild> = figures
  .extend({
    children: z
      .lazy(() => z.array(coverageChild))
      .openapi({ type: 'array', items: { $ref: '#/components/schemas/CoverageChild' } }),
  })
  .openapi('CoverageChild');

export const coverage = figures
  .extend({
    provenDays: z.int(),
    /** Published figures that the station records contradict, and official ≠ equipped. */
    differences: z.array(
      z.object({
        area: areaRef,
        kind: z.enum(['official-not-equipped', 'equipped-not-official', 'published-differs']),
        note: z.string(),
      }),
    ),
    /** Some figures rest on invented demo records. */
    demo: z.boolean(),
    children: z.array(coverageChild),
  })
  .openapi('Coverage');
export type Coverage = z.infer<typeof coverage>;
