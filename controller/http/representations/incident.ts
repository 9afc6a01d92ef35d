import { z } from '@hono/zod-openapi';
import { incidentTypes } from '../../domain/incident.ts';
import { areaRef } from './common.ts';
import { paragraph } from './text.ts';

export const incidentType = z.enum(incidentTypes);
export const incidentState = z.enum(['open', 'acknowledged', 'closed']);

export const incident = z
  .object({
    id: z.string(),
    type: incidentType,
    /** `critical`: somebody does not hear what they should, or heard what they should not. */
    severity: z.enum(['info', 'warning', 'critical']),
    state: incidentState,
    /** The incident in a sentence; where it is stands beside it. */
    title: z.object({ vi: z.string(), en: z.string() }),
    area: areaRef,
    district: areaRef.nullable(),
    clusterId: z.string().nullable(),
    clusterName: z.string().nullable(),
    deviceId: z.string().nullable(),
    sessionId: z.string().nullable(),
    announcementId: z.string().nullable(),
    itemId: z.string().nullable(),
    openedAt: z.string(),
    /** When its cause last began, or happened. */
    lastAt: z.string(),
    /** How often it did. */
    count: z.int(),
    acknowledgedAt: z.string().nullable(),
    acknowledgedBy: z.string().nullable(),
    closedAt: z.string().nullable(),
    closedBy: z.string().nullable(),
    /** `by-person`, or why it closed itself. */
    closedReason: z.enum(['recovered', 'out-of-service', 'over', 'expired', 'by-person']).nullable(),
    notes: z.array(z.object({ at: z.string(), by: z.string(), text: z.string() })),
    /** The facts behind the title, as far as the type has them. */
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  })
  .openapi('Incident');
export type Incident = z.infer<typeof incident>;

export const incidentPage = z
  .object({
    items: z.array(incident),
    next: z.string().nullable(),
    /** Not closed, in the area and of the type that were asked for. */
    counts: z.object({ open: z.int(), acknowledged: z.int() }),
  })
  .openapi('IncidentPage');
export type IncidentPage = z.infer<typeof incidentPage>;

export const incidentWord = z.strictObject({ note: paragraph(1_000).optional() }).openapi('IncidentWord');
