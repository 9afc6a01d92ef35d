import { z } from 'zod';
import type { World } from '../world.ts';

const playbackRow = z.object({
  item_id: z.string(),
  device_id: z.string(),
  area_key: z.string(),
  sha256: z.string().nullable(),
  planned_start: z.number(),
  planned_end: z.number(),
  started_at: z.number().nullable(),
  finished_at: z.number().nullable(),
  outcome: z.string(),
  reason: z.string().nullable(),
  grade: z.string().nullable(),
  deviation: z.string().nullable(),
});
export type RawPlayback = z.infer<typeof playbackRow>;

const planRow = z.object({
  item_id: z.string(),
  area_key: z.string(),
  start_at: z.number(),
  end_at: z.number(),
  cluster_ids: z.string().nullable(),
  cancelled_at: z.number().nullable(),
});
export type RawPlanItem = z.infer<typeof planRow>;

/** The as-run log and the plan as they lie in the database, past the controller's own code. */
export const playbacksIn = ({ database }: World): RawPlayback[] =>
  database.rows('select * from playbacks order by item_id, device_id').map((row) => playbackRow.parse(row));

export const planIn = ({ database }: World): RawPlanItem[] =>
  database.rows('select * from plan_items order by item_id, area_key').map((row) => planRow.parse(row));

export const rowKey = (itemId: string, deviceId: string): string => `${itemId} ${deviceId}`;
