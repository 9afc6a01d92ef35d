import { z } from '@hono/zod-openapi';
import { areaRef, outcomeCounts, presenceCounts } from './common.ts';
import { share } from './coverage.ts';
import { scheduleEntry } from './session.ts';

/** One tile: a child area, what it is doing now and how the running or last session went there. */
export const tile = z
  .object({
    area: areaRef,
    presence: presenceCounts,
    official: share.nullable(),
    /** Clusters sounding now. */
    playing: z.int(),
    outcomes: outcomeCounts,
  })
  .openapi('Tile');
export type Tile = z.infer<typeof tile>;

export const overview = z
  .object({
    area: areaRef,
    serverTime: z.string(),
    presence: presenceCounts,
    playing: z.int(),
    coverage: z.object({
      official: share.nullable(),
      equipped: share,
      reachable: share.nullable(),
      proven: share.nullable(),
    }),
    /** Sounding now. */
    current: z.array(scheduleEntry),
    /** The next ones, nearest first, at most five. */
    next: z.array(scheduleEntry),
    /** The one that ended last. */
    last: scheduleEntry.nullable(),
    tiles: z.array(tile),
    networkUp: z.boolean(),
    /** Whether the account may read what lies behind the totals. */
    mayRead: z.boolean(),
  })
  .openapi('Overview');
export type Overview = z.infer<typeof overview>;
