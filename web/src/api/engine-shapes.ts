import type { AreaRef, Bulletin, Policy } from '../../../controller/http/api-type.ts';

export type AnnouncementKind = 'emergency' | 'exercise' | 'test' | 'stop';
export type Target = Readonly<{ areaCode: string }> | Readonly<{ clusterId: string }>;

export interface Announcement {
  readonly id: string;
  readonly kind: AnnouncementKind;
  readonly title: string;
  readonly area: AreaRef;
  readonly targets: readonly Target[];
  readonly targetNames: readonly string[];
  readonly bulletinId: string | null;
  readonly sha256: string | null;
  readonly volume: number | null;
  readonly repeat: boolean;
  readonly startAt: string;
  /** Null of a stop, which holds until it is lifted. */
  readonly endAt: string | null;
  readonly endedAt: string | null;
  readonly startedBy: string;
  readonly endedBy: string | null;
  readonly reason: string | null;
  readonly state: 'inForce' | 'ended';
  readonly progress: {
    readonly targeted: number;
    readonly started: number;
    readonly notStarted: number;
    readonly offline: number;
  };
}
export interface AnnouncementPage {
  readonly items: readonly Announcement[];
  readonly next: string | null;
}
export interface AnnouncementDevice {
  readonly deviceId: string;
  readonly clusterId: string;
  readonly clusterName: string;
  readonly area: AreaRef;
  readonly state: 'started' | 'notStarted';
  readonly reason: string | null;
  readonly startedAt: string | null;
}
export interface AnnouncementDevicePage {
  readonly items: readonly AnnouncementDevice[];
  readonly next: string | null;
}
export interface StartAnnouncement {
  readonly kind: AnnouncementKind;
  readonly title?: string;
  readonly targets: readonly Target[];
  readonly bulletinId?: string;
  readonly durationMs?: number;
  readonly volume?: number;
  readonly repeat?: boolean;
  readonly reason?: string;
  readonly liftStopIds?: readonly string[];
}
export interface EmergencyClips {
  readonly items: readonly Bulletin[];
}

export type { Incident, IncidentPage, Policy, PolicySaved } from '../../../controller/http/api-type.ts';
export type PolicyRule = Policy['own'][number];
export type { DryRun } from '../../../controller/http/representations/dry-run.ts';

export interface PriorityOrder {
  readonly area: AreaRef;
  readonly date: string;
  /** In the order that holds. */
  readonly items: readonly {
    readonly itemId: string;
    readonly title: string;
    readonly sessionId: string;
    readonly sessionTitle: string;
    readonly ownerArea: AreaRef;
    readonly startAt: string;
    readonly endAt: string;
  }[];
  readonly isOrdered: boolean;
  readonly updatedBy: string | null;
  readonly updatedAt: string | null;
}

export interface InboxEntry {
  readonly dispatchId: string;
  readonly bulletin: Bulletin;
  readonly from: AreaRef;
  readonly to: AreaRef;
  readonly sentAt: string;
  readonly sentBy: string;
  readonly note: string | null;
  readonly state: 'waiting' | 'placed' | 'declined';
  readonly reason: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly sessionId: string | null;
  readonly dates: readonly string[];
}
export interface InboxPage {
  readonly items: readonly InboxEntry[];
  readonly next: string | null;
}
export interface DispatchSummary {
  readonly id: string;
  readonly bulletin: Bulletin;
  readonly from: AreaRef;
  readonly sentAt: string;
  readonly sentBy: string;
  readonly note: string | null;
  readonly counts: { readonly waiting: number; readonly placed: number; readonly declined: number };
}
export type Dispatch = DispatchSummary & {
  readonly communes: readonly {
    readonly area: AreaRef;
    readonly state: InboxEntry['state'];
    readonly reason: string | null;
    readonly decidedBy: string | null;
    readonly decidedAt: string | null;
    readonly sessionId: string | null;
    readonly dates: readonly string[];
  }[];
};
export interface DispatchPage {
  readonly items: readonly DispatchSummary[];
  readonly next: string | null;
}
