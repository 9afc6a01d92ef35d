import type { AnnouncementStore } from './store/announcements.ts';
import type { ApiTokenStore } from './store/api-tokens.ts';
import type { ApprovalStore } from './store/approvals.ts';
import type { AreaStore } from './store/areas.ts';
import type { AssetStore } from './store/assets.ts';
import type { AuditStore } from './store/audit.ts';
import type { BulletinStore } from './store/bulletins.ts';
import type { ClusterStore } from './store/clusters.ts';
import type { DeliveryStore } from './store/deliveries.ts';
import type { DeviceStore } from './store/devices.ts';
import type { DispatchStore } from './store/dispatches.ts';
import type { DocumentStore } from './store/documents.ts';
import type { IncidentStore } from './store/incidents.ts';
import type { NoticeSettingStore } from './store/notice-settings.ts';
import type { NoticeStore } from './store/notices.ts';
import type { PlanStore } from './store/plan.ts';
import type { PlaybackStore } from './store/playbacks.ts';
import type { PolicyStore } from './store/policies.ts';
import type { PresenceStore } from './store/presence.ts';
import type { PriorityOrderStore } from './store/priority-orders.ts';
import type { RetentionStore } from './store/retention.ts';
import type { SecondFactorStore } from './store/second-factors.ts';
import type { SessionStore } from './store/sessions.ts';
import type { SettingStore } from './store/settings.ts';
import type { SignInStore } from './store/sign-ins.ts';
import type { SpoolStore } from './store/spools.ts';
import type { StationStore } from './store/stations.ts';
import type { UserStore } from './store/users.ts';

/**
 * Everything that must survive. Every method is one atomic, durable step; `transaction` joins several.
 * Portable: the same contract tests run on SQLite and PostgreSQL. `store/` has a file per part: its rows and what is
 * asked of them; the file of that name in `adapters/store` answers.
 */
export type Store = Readonly<{
  /** Use the store handed to `work`: the outer one waits for this transaction to end. Within one, joins it. */
  transaction: <T>(work: (store: Store) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;

  areas: AreaStore;
  stations: StationStore;
  clusters: ClusterStore;
  devices: DeviceStore;
  presence: PresenceStore;
  assets: AssetStore;
  bulletins: BulletinStore;
  approvals: ApprovalStore;
  sessions: SessionStore;
  announcements: AnnouncementStore;
  policies: PolicyStore;
  priorityOrders: PriorityOrderStore;
  dispatches: DispatchStore;
  documents: DocumentStore;
  plan: PlanStore;
  playbacks: PlaybackStore;
  spools: SpoolStore;
  incidents: IncidentStore;
  retention: RetentionStore;
  notices: NoticeStore;
  deliveries: DeliveryStore;
  noticeSettings: NoticeSettingStore;
  users: UserStore;
  signIns: SignInStore;
  secondFactors: SecondFactorStore;
  apiTokens: ApiTokenStore;
  audit: AuditStore;
  settings: SettingStore;
}>;
