import { z } from '@hono/zod-openapi';
import { areaRef, broadcastClass } from './common.ts';

export const asset = z
  .object({
    sha256: z.string(),
    url: z.string(),
    durationMs: z.int(),
    sizeBytes: z.int(),
    loudnessLufs: z.number(),
    truePeakDbtp: z.number(),
    /** Waveform, about 400 values 0..1. */
    peaks: z.array(z.number()),
  })
  .openapi('Asset');

export const bulletin = z
  .object({
    id: z.string(),
    title: z.string(),
    class: broadcastClass,
    language: z.string(),
    area: areaRef,
    approval: z.enum(['draft', 'submitted', 'approved', 'returned', 'withdrawn']),
    audio: z.object({
      state: z.enum(['queued', 'processing', 'ready', 'failed']),
      /** 0..1 while processing. */
      progress: z.number(),
      fault: z.object({ code: z.string(), vi: z.string(), en: z.string() }).nullable(),
      asset: asset.nullable(),
    }),
    createdBy: z.string(),
    createdAt: z.string(),
    demo: z.boolean(),
  })
  .openapi('Bulletin');
export type Bulletin = z.infer<typeof bulletin>;

export const bulletinPage = z
  .object({ items: z.array(bulletin), next: z.string().nullable() })
  .openapi('BulletinPage');
export type BulletinPage = z.infer<typeof bulletinPage>;
