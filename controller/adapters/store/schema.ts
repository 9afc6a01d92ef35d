import type * as row from '../../app/ports/rows.ts';

type StoredValue<V> = V extends string | number | null ? V : V extends boolean ? number : string;

/** A row as its table holds it: truth as 0 or 1, structures as JSON text. */
type Stored<Row> = { [K in keyof Row]: StoredValue<Row[K]> };

/** Tables by the names that Kysely's CamelCasePlugin gives them: `play_events.received_at` is `playEvents.receivedAt`. */
export type Database = {
  areas: Stored<row.AreaRow>;
  stations: Stored<row.StationRecord>;
  publishedFigures: Stored<row.PublishedFigure>;
  clusters: Stored<row.ClusterRow>;
  clusterPlacements: Stored<row.PlacementRow>;
  clusterPhotos: Stored<row.ClusterPhotoRow>;
  devices: Stored<row.DeviceRow>;
  deviceEvents: Stored<row.DeviceEventRow>;
  claims: Stored<row.ClaimRow>;
  lastSeen: Stored<row.LastSeenRow>;
  presenceIntervals: Stored<row.PresenceInterval>;
  presenceDays: Stored<row.PresenceDay>;
  assets: Stored<row.AssetRow>;
  bulletins: Stored<row.BulletinRow & { titleKey: string }>;
  approvals: Stored<row.ApprovalRow>;
  soloApprovals: Stored<row.SoloApprovalRow>;
  cutOffMisses: Stored<row.CutOffMissRow>;
  sessions: Stored<row.SessionRow>;
  runningOrders: Stored<row.RunningOrderRow>;
  announcements: Stored<row.AnnouncementRow>;
  announcementRequests: Stored<row.AnnouncementRequestRow>;
  preparedClips: Stored<row.PreparedClipRow>;
  priorityOrders: Stored<row.PriorityOrderRow>;
  dispatches: Stored<row.DispatchRow>;
  inbox: Stored<row.InboxRow>;
  policyRules: Stored<row.PolicyRule & { position: number }>;
  documents: Stored<row.DocumentRow>;
  planItems: Stored<row.PlanItemRow>;
  playbacks: Stored<row.PlaybackRow>;
  spoolCursors: Stored<row.SpoolCursor>;
  playEvents: Stored<row.StoredPlayEvent>;
  incidents: Stored<row.IncidentRow>;
  notices: Stored<row.NoticeRow>;
  noticeEntries: Stored<row.NoticeEntryRow>;
  deliveries: Stored<row.DeliveryRow>;
  noticePreferences: Stored<row.NoticePreferenceRow>;
  pushEndpoints: Stored<row.PushEndpointRow>;
  webhooks: Stored<row.WebhookRow>;
  users: Stored<row.UserRow>;
  audit: Stored<row.AuditRow>;
  auditCheckpoints: Stored<row.AuditCheckpointRow>;
  signIns: row.SignInRow;
  secondFactors: Stored<row.SecondFactorRow>;
  recoveryCodes: { userId: string; codeHash: string };
  apiTokens: Stored<row.ApiTokenRow>;
  settings: { name: string; value: string };
};
