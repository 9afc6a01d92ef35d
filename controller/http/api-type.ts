/** The API's representations: all that the page may import of the controller. Types only. */
export type {
  ApiToken,
  ApiTokens,
  BrowserSession,
  BrowserSessions,
  CreateApiToken,
  CreatedApiToken,
  Me,
  SecondFactorSecret,
  SignInCodeOwed,
} from './representations/account.ts';
export type {
  Announcement,
  AnnouncementDevices,
  AnnouncementPage,
  AnnouncementRequest,
  AnnouncementRequestList,
  CreateAnnouncement,
  EmergencyClips,
} from './representations/announcement.ts';
export type { AuditEntry, AuditPage } from './representations/audit.ts';
export type { Bulletin, BulletinPage, SoloApproval, WaitingApprovals } from './representations/bulletin.ts';
export type {
  ClusterDetail,
  ClusterHistory,
  ClusterPage,
  ClusterSites,
  ClusterSummary,
  CreatedDevice,
  NowPlaying,
} from './representations/cluster.ts';
export type { ImportPreview, ImportResult } from './representations/cluster-import.ts';
export type {
  Area,
  AreaRef,
  OutcomeCounts,
  PlaybackOutcome,
  PresenceCounts,
  PresenceState,
  Problem,
} from './representations/common.ts';
export type { Coverage, CoverageChild, Share } from './representations/coverage.ts';
export type { DryRun } from './representations/dry-run.ts';
export type { ServerEvent } from './representations/event.ts';
export type { Dispatch, DispatchPage, InboxEntry, InboxPage } from './representations/inbox.ts';
export type { Incident, IncidentPage } from './representations/incident.ts';
export type { KeysState } from './representations/keys.ts';
export type {
  AddBrowser,
  ChangeWebhook,
  CreateWebhook,
  Delivery,
  DeliveryPage,
  Notice,
  NoticePage,
  NoticeSettings,
  Outbox,
  PutNoticeSettings,
  Webhook,
  WebhookList,
  WebhookWithSecret,
} from './representations/notice.ts';
export type { Overview, Tile } from './representations/overview.ts';
export type { CreatedPerson, PasswordLink as PersonLink, People, Person } from './representations/people.ts';
export type { Playback, PlaybackPage, PlaybackSummaries } from './representations/playback.ts';
export type { Policy, PolicySaved, PutPolicy } from './representations/policy.ts';
export type { PriorityOrder } from './representations/priority-order.ts';
export type {
  CreateSession,
  Readiness,
  Schedule,
  ScheduleEntry,
  Session,
  SessionList,
} from './representations/session.ts';
export type { PreviewSession, SessionPreview } from './representations/session-preview.ts';
