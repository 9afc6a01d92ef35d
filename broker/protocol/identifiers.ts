import { z } from 'zod';

/** Lower-case hexadecimal SHA-256 of an asset's bytes: its only name. */
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * Immutable key of an area: GSO code and the day it came into force, `07888.20200101`.
 * Zones append a number to the code: `07888-03.20200101`. Safe as one MQTT topic level.
 */
export const areaKey = z.string().regex(/^\d{2,5}(-\d{2})?\.\d{8}$/);

/** Device, cluster, session and other ids: one MQTT topic level without wildcards [MQTT-4.7.1]. */
export const identifier = z.string().regex(/^[A-Za-z0-9_.:-]{1,128}$/);

/** Milliseconds since 1970-01-01T00:00:00Z. The bounds keep nonsense dates out (2000..2200). */
export const epochMs = z.int().min(946_684_800_000).max(7_258_118_400_000);

/**
 * The id of one item on one date. Derived, so that planning twice gives the same id, and a change of
 * slot or sound gives another one.
 */
export const itemId = (slot: {
  sessionId: string;
  /** RFC 5545 RECURRENCE-ID as a UTC instant, epoch milliseconds. */
  recurrenceAt: number;
  /** Zero-based place in the running order. */
  position: number;
  sha256: string;
}): string => {
  const recurrence = new Date(slot.recurrenceAt).toISOString().replace(/[-:]|\.\d{3}/g, '');
  return `${slot.sessionId}.${recurrence}.${String(slot.position).padStart(2, '0')}.${slot.sha256.slice(0, 12)}`;
};
