import type { AnnouncementRequestRow } from '../../app/ports/store/announcement-requests.ts';
import type { AnnouncementRow, PreparedClipRow } from '../../app/ports/store/announcements.ts';
import type { ApiTokenRow } from '../../app/ports/store/api-tokens.ts';
import type { ApprovalRow, CutOffMissRow, SoloApprovalRow } from '../../app/ports/store/approvals.ts';
import type { AreaRow } from '../../app/ports/store/areas.ts';
import type { AssetRow } from '../../app/ports/store/assets.ts';
import type { AuditCheckpointRow, AuditRow } from '../../app/ports/store/audit.ts';
import type { BulletinRow } from '../../app/ports/store/bulletins.ts';
import type { ClusterPhotoRow, ClusterRow, PlacementRow } from '../../app/ports/store/clusters.ts';
import type { DeliveryRow } from '../../app/ports/store/deliveries.ts';
import type { ClaimRow, DeviceEventRow, DeviceRow } from '../../app/ports/store/devices.ts';
import type { DispatchRow, InboxRow } from '../../app/ports/store/dispatches.ts';
import type { DocumentRow } from '../../app/ports/store/documents.ts';
import type { IncidentRow } from '../../app/ports/store/incidents.ts';
import type {
  NoticePreferenceRow,
  PushEndpointRow,
  WebhookRow,
} from '../../app/ports/store/notice-settings.ts';
import type { NoticeEntryRow, NoticeRow } from '../../app/ports/store/notices.ts';
import type { PlanItemRow } from '../../app/ports/store/plan.ts';
import type { PlaybackRow } from '../../app/ports/store/playbacks.ts';
import type { PolicyRule } from '../../app/ports/store/policies.ts';
import type { LastSeenRow, PresenceDay, PresenceInterval } from '../../app/ports/store/presence.ts';
import type { PriorityOrderRow } from '../../app/ports/store/priority-orders.ts';
import type { SecondFactorRow } from '../../app/ports/store/second-factors.ts';
import type { RunningOrderRow, SessionRow } from '../../app/ports/store/sessions.ts';
import type { SignInRow } from '../../app/ports/store/sign-ins.ts';
import type { SpoolCursor, StoredPlayEvent } from '../../app/ports/store/spools.ts';
import type { UserRow } from '../../app/ports/store/users.ts';
import type { PublishedFigure } from '../../domain/published-figure.ts';
import type { StationRecord } from '../../domain/station.ts';

type StoredValue<V> = V extends string | number | null ? V : V extends boolean ? number : string;

/** A row as its table holds it: truth as 0 or 1, structures as JSON text. */
type Stored<Row> = { [K in keyof Row]: StoredValue<Row[K]> };

/** Tables by the names that Kysely's CamelCasePlugin gives them: `play_events.received_at` is `playEvents.receivedAt`. */
export type Database = {
  areas: Stored<AreaRow>;
  stations: Stored<StationRecord>;
  publishedFigures: Stored<PublishedFigure>;
  clusters: Stored<ClusterRow>;
  clusterPlacements: Stored<PlacementRow>;
  clusterPhotos: Stored<ClusterPhotoRow>;
  devices: Stored<DeviceRow>;
  deviceEvents: Stored<DeviceEventRow>;
  claims: Stored<ClaimRow>;
  lastSeen: Stored<LastSeenRow>;
  presenceIntervals: Stored<PresenceInterval>;
  presenceDays: Stored<PresenceDay>;
  assets: Stored<AssetRow>;
  bulletins: Stored<BulletinRow & { titleKey: string }>;
  approvals: Stored<ApprovalRow>;
  soloApprovals: Stored<SoloApprovalRow>;
  cutOffMisses: Stored<CutOffMissRow>;
  sessions: Stored<SessionRow>;
  runningOrders: Stored<RunningOrderRow>;
  announcements: Stored<AnnouncementRow>;
  announcementRequests: Stored<AnnouncementRequestRow>;
  preparedClips: Stored<PreparedClipRow>;
  priorityOrders: Stored<PriorityOrderRow>;
  dispatches: Stored<DispatchRow>;
  inbox: Stored<InboxRow>;
  policyRules: Stored<PolicyRule & { position: number }>;
  documents: Stored<DocumentRow>;
  planItems: Stored<PlanItemRow>;
  playbacks: Stored<PlaybackRow>;
  spoolCursors: Stored<SpoolCursor>;
  playEvents: Stored<StoredPlayEvent>;
  incidents: Stored<IncidentRow>;
  notices: Stored<NoticeRow>;
  noticeEntries: Stored<NoticeEntryRow>;
  deliveries: Stored<DeliveryRow>;
  noticePreferences: Stored<NoticePreferenceRow>;
  pushEndpoints: Stored<PushEndpointRow>;
  webhooks: Stored<WebhookRow>;
  users: Stored<UserRow>;
  audit: Stored<AuditRow>;
  auditCheckpoints: Stored<AuditCheckpointRow>;
  signIns: SignInRow;
  secondFactors: Stored<SecondFactorRow>;
  recoveryCodes: { userId: string; codeHash: string };
  apiTokens: Stored<ApiTokenRow>;
  settings: { name: string; value: string };
};
