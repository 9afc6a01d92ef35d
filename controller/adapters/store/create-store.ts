import type { Kysely } from 'kysely';
import type { Actor } from '../../app/ports/actor.ts';
import type { Store } from '../../app/ports/store.ts';
import { createAnnouncementRows } from './announcements.ts';
import { createApiTokens } from './api-tokens.ts';
import { createApprovals } from './approvals.ts';
import { createAreas } from './areas.ts';
import { createAssets } from './assets.ts';
import { createAudit } from './audit.ts';
import { createBulletins } from './bulletins.ts';
import { createClusters } from './clusters.ts';
import { createDeliveries } from './deliveries.ts';
import { createDevices } from './devices.ts';
import { createDispatches } from './dispatches.ts';
import { createDocuments } from './documents.ts';
import { createIncidentRows } from './incidents.ts';
import type { SqlDialect } from './json-rows.ts';
import { createNoticeSettings } from './notice-settings.ts';
import { createNotices } from './notices.ts';
import { createPlan } from './plan.ts';
import { createPlaybacks } from './playbacks.ts';
import { createPolicies } from './policies.ts';
import { createPresence } from './presence.ts';
import { createPriorityOrders } from './priority-orders.ts';
import { createRetention } from './retention.ts';
import type { Database } from './schema.ts';
import { createSecondFactors } from './second-factors.ts';
import { createSessions } from './sessions.ts';
import { createSettings } from './settings.ts';
import { createSignIns } from './sign-ins.ts';
import { createSpools } from './spools.ts';
import { createStations } from './stations.ts';
import { createStoreContext, type StoreContext } from './store-context.ts';
import { createUsers } from './users.ts';

const assemble = (context: StoreContext): Store => ({
  transaction: (work) => context.atomic((joined) => work(assemble(joined))),
  close: () => context.db.destroy(),
  areas: createAreas(context),
  stations: createStations(context),
  clusters: createClusters(context),
  devices: createDevices(context),
  presence: createPresence(context),
  assets: createAssets(context),
  bulletins: createBulletins(context),
  approvals: createApprovals(context),
  sessions: createSessions(context),
  announcements: createAnnouncementRows(context),
  policies: createPolicies(context),
  priorityOrders: createPriorityOrders(context),
  dispatches: createDispatches(context),
  documents: createDocuments(context),
  plan: createPlan(context),
  playbacks: createPlaybacks(context),
  spools: createSpools(context),
  incidents: createIncidentRows(context),
  retention: createRetention(context),
  notices: createNotices(context),
  deliveries: createDeliveries(context),
  noticeSettings: createNoticeSettings(context),
  users: createUsers(context),
  audit: createAudit(context),
  signIns: createSignIns(context),
  secondFactors: createSecondFactors(context),
  apiTokens: createApiTokens(context),
  settings: createSettings(context),
});

/** The store on a database whose schema is up to date. `db` needs Kysely's CamelCasePlugin. */
export const createStore = (deps: {
  db: Kysely<Database>;
  dialect: SqlDialect;
  now: () => number;
  actor: () => Actor;
}): Store => assemble(createStoreContext(deps));
