import { z } from 'zod';
import { documentHeader } from './header.ts';
import { areaKey, epochMs, identifier, sha256Hex } from './identifiers.ts';

export const broadcastClass = z.enum(['normal', 'priority', 'emergency']);
export type BroadcastClass = z.infer<typeof broadcastClass>;

/** Percent of the amplifier's full volume. */
export const volume = z.int().min(0).max(100);

/** Who of the area is meant. Sets are declared once per document and named by items. */
export const targetSet = z.union([
  z.object({ all: z.literal(true) }),
  z.object({ clusterIds: z.array(identifier), zoneKeys: z.array(z.string()).default([]) }),
]);
export type TargetSet = z.infer<typeof targetSet>;

export const assetSource = z.object({ kind: z.literal('asset'), sha256: sha256Hex });
export const streamSource = z.object({
  kind: z.literal('stream'),
  streamId: identifier,
  /** Played from its start when the stream gives nothing. */
  fallbackSha256: sha256Hex.optional(),
});

/**
 * What a device does that could not start at `startAt`:
 * `join` enters at the wall-clock position, `skip` stays silent, `restart` plays from the beginning
 * while it can end by `latestEndAt`.
 */
export const latePolicy = z.enum(['join', 'skip', 'restart']);
/** The same after a higher class took over. */
export const resumePolicy = z.enum(['resume', 'skip', 'restart']);

/** An approved permission to sound outside the allowed windows. Without one the device refuses by itself. */
export const programException = z.object({
  id: identifier,
  reason: z.string().min(1),
  approvedBy: z.string().min(1),
  /** The item is cut here. */
  until: epochMs,
});

export const programItem = z.object({
  id: identifier,
  sessionId: identifier,
  title: z.string(),
  class: broadcastClass,
  startAt: epochMs,
  endAt: epochMs,
  /** Required by `restart`: the item may not sound past this instant. */
  latestEndAt: epochMs.optional(),
  /** The commune's order among items of one class; lower goes first. */
  order: z.int(),
  targetSet: z.string(),
  volume,
  late: latePolicy,
  resume: resumePolicy,
  source: z.discriminatedUnion('kind', [assetSource, streamSource]),
  exception: programException.optional(),
});
export type ProgramItem = z.infer<typeof programItem>;

export const assetInfo = z.object({ sizeBytes: z.int().positive(), durationMs: z.int().positive() });
export type AssetInfo = z.infer<typeof assetInfo>;

export const programSchema = 'tt/program/1';

/** `tt/v1/areas/{key}/program`: everything that will sound in one area up to the horizon. */
export const programDocument = documentHeader.extend({
  schema: z.literal(programSchema),
  areaKey,
  horizonEnd: epochMs,
  targetSets: z.record(z.string(), targetSet),
  items: z.array(programItem),
  /** Every asset that items name, and those to hold in any case (emergency and fallback clips). */
  assets: z.record(sha256Hex, assetInfo),
});
export type ProgramDocument = z.infer<typeof programDocument>;
