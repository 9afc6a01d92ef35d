import type { RequestState } from '../../../domain/announcement-request.ts';
import type { SessionTarget } from '../../../domain/session-target.ts';

/** An emergency wider than a commune, waiting for its second approver. */
export type AnnouncementRequestRow = {
  id: string;
  state: RequestState;
  /** What was asked for, to be checked anew when it starts. */
  input: EmergencyInput;
  title: string;
  areaKey: string;
  sha256: string | null;
  durationMs: number | null;
  requestedBy: string;
  requestedAt: number;
  expiresAt: number;
  decidedBy: string | null;
  decidedAt: number | null;
  decisionReason: string | null;
  /** Once it was confirmed. */
  announcementId: string | null;
};

/** What a person asks for with an emergency. */
export type EmergencyInput = {
  kind: 'emergency';
  title?: string | undefined;
  targets: readonly SessionTarget[];
  reason?: string | undefined;
  volume?: number | undefined;
  bulletinId: string;
  durationMs?: number | undefined;
  repeat?: boolean | undefined;
  /** Stops that are lifted so that it may sound. */
  liftStopIds?: readonly string[] | undefined;
  /** Wider than a commune, at once and without a second approver; needs a reason. */
  breakGlass?: boolean | undefined;
};

export type AnnouncementRequestStore = Readonly<{
  /** Inserts, or replaces that of its id. */
  putRequest: (request: AnnouncementRequestRow) => Promise<void>;
  request: (id: string) => Promise<AnnouncementRequestRow | null>;
  /** Those whose row says that they wait, oldest first; time may have ended them. */
  waitingRequests: () => Promise<AnnouncementRequestRow[]>;
  /** Newest first. */
  requests: (limit: number) => Promise<AnnouncementRequestRow[]>;
}>;
