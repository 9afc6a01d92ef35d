import { z } from '@hono/zod-openapi';
import { areaRef, broadcastClass } from './common.ts';
import { line, paragraph } from './text.ts';

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

export const approval = z.enum(['draft', 'submitted', 'approved', 'returned', 'withdrawn']);

/** One step of a bulletin: who, when, and why where a reason was asked for. */
export const approvalEntry = z
  .object({
    step: z.enum(['submit', 'approve', 'return', 'withdraw', 'change']),
    at: z.string(),
    by: z.string(),
    reason: z.string().nullable(),
    /** Approved by its own producer, as in a commune with one person. */
    solo: z.boolean(),
  })
  .openapi('ApprovalEntry');

export const bulletin = z
  .object({
    id: z.string(),
    title: z.string(),
    class: broadcastClass,
    language: z.string(),
    area: areaRef,
    approval,
    /** To be given with a decision: one about an earlier revision is refused. */
    revision: z.int(),
    /** It will be submitted as soon as its audio is ready. */
    submitsWhenReady: z.boolean(),
    /** In order; empty of what was approved before approvals were kept. */
    history: z.array(approvalEntry),
    /** Approved by its own producer. */
    soloApproved: z.boolean(),
    /** User names of those who uploaded, changed or submitted it: they may not approve it. */
    producers: z.array(z.string()),
    /** Unless its commune is one in which one person does everything, as it is now. */
    soloAllowed: z.boolean(),
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

const seen = z.int().min(0).optional();
export const decideBulletin = z.strictObject({ revision: seen }).openapi('DecideBulletin');
export const returnBulletin = z
  .strictObject({ revision: seen, reason: paragraph(500) })
  .openapi('ReturnBulletin');
export const changeBulletin = z
  .strictObject({ revision: seen, title: line(200).optional(), class: broadcastClass.optional() })
  .openapi('ChangeBulletin');

/** What waits for whoever asks. */
export const waitingApprovals = z
  .object({
    /** Bulletins that they may approve or return. */
    bulletins: z.int(),
  })
  .openapi('WaitingApprovals');
export type WaitingApprovals = z.infer<typeof waitingApprovals>;

/** One person makes and approves in this commune. */
export const soloApproval = z
  .object({ on: z.boolean(), reason: z.string(), decidedBy: z.string(), decidedAt: z.string() })
  .openapi('SoloApproval');
export type SoloApproval = z.infer<typeof soloApproval>;
export const setSoloApproval = z
  .strictObject({ on: z.boolean(), reason: paragraph(500) })
  .openapi('SetSoloApproval');
