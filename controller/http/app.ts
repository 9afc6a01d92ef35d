import type { IncomingMessage } from 'node:http';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, Hono, MiddlewareHandler } from 'hono';
import type { Announcing } from '../app/announcements/announcing.ts';
import type { Approvals } from '../app/bulletins/approvals.ts';
import type { Bulletins } from '../app/bulletins/bulletins.ts';
import type { SoloApprovals } from '../app/bulletins/solo-approvals.ts';
import type { CoverageReports } from '../app/coverage/coverage.ts';
import type { Claims } from '../app/devices/claims.ts';
import type { ClusterImports } from '../app/devices/cluster-imports.ts';
import type { ClusterPhotos } from '../app/devices/cluster-photos.ts';
import type { Clusters } from '../app/devices/clusters.ts';
import type { Devices } from '../app/devices/devices.ts';
import type { Hearings } from '../app/devices/hearings.ts';
import type { Directory } from '../app/directory/directory.ts';
import type { Inbox } from '../app/inbox/inbox.ts';
import type { Incidents } from '../app/incidents/incidents.ts';
import type { AsRunLog } from '../app/ledger/as-run-log.ts';
import type { NowPlaying } from '../app/ledger/now-playing.ts';
import type { Notices } from '../app/notices/notices.ts';
import type { Accounts } from '../app/people/accounts.ts';
import type { ApiTokens } from '../app/people/api-tokens.ts';
import type { BrowserSessions } from '../app/people/browser-sessions.ts';
import type { Endings } from '../app/people/endings.ts';
import type { Identities } from '../app/people/identities.ts';
import type { Passwords } from '../app/people/passwords.ts';
import type { People } from '../app/people/people.ts';
import type { SecondFactors } from '../app/people/second-factor.ts';
import type { SignIns } from '../app/people/sign-in.ts';
import type { Policies } from '../app/policies/policies.ts';
import type { CurrentActor } from '../app/ports/actor.ts';
import type { EventBus } from '../app/ports/events.ts';
import type { Clock, DeviceLink, Log, Random } from '../app/ports/runtime.ts';
import type { ServerTrust } from '../app/ports/server-trust.ts';
import type { Store } from '../app/ports/store.ts';
import type { Presence } from '../app/presence/presence.ts';
import type { DryRuns } from '../app/sessions/dry-run.ts';
import type { PriorityOrders } from '../app/sessions/priority-orders.ts';
import type { Readiness } from '../app/sessions/readiness.ts';
import type { Sessions } from '../app/sessions/sessions.ts';
import { createAccountRoutes } from './account.ts';
import { rememberActor } from './acting.ts';
import { createAnnouncementRequestRoutes } from './announcement-requests.ts';
import { createAnnouncementRoutes } from './announcements.ts';
import { createTokenRoutes } from './api-tokens.ts';
import { createApprovalRoutes } from './approvals.ts';
import { createAreaRoutes } from './areas.ts';
import { createAuditRoutes } from './audit.ts';
import { cookieName, refuseForeignOrigins, requireSignIn } from './authentication.ts';
import { createBulletinRoutes } from './bulletins.ts';
import { createClusterChangeRoutes } from './cluster-changes.ts';
import { createClusterImportRoutes } from './cluster-imports.ts';
import { createClusterSiteRoutes } from './cluster-site.ts';
import { createClusterRoutes } from './clusters.ts';
import { createCoverageRoutes } from './coverage.ts';
import { createDemoRoutes, type NetworkCut } from './demo.ts';
import { createClaimRoutes, createDeviceRoutes } from './devices.ts';
import { createDispatchRoutes } from './dispatches.ts';
import { createDryRunRoutes } from './dry-run.ts';
import { createEventRoutes } from './events.ts';
import { createHealthRoutes, type ReadinessCheck } from './health.ts';
import { createInboxRoutes } from './inbox.ts';
import { createIncidentRoutes } from './incidents.ts';
import { requireJsonBody } from './json-body.ts';
import { createKeyRoutes, type KeyState } from './keys.ts';
import { refuseOtherMethods } from './method-not-allowed.ts';
import { createNoticeRoutes } from './notices.ts';
import { createOutboxRoutes } from './outbox.ts';
import { createOverviewRoutes } from './overview.ts';
import { createPeopleRoutes } from './people.ts';
import { createPlaybackRoutes } from './playbacks.ts';
import { createPolicyRoutes } from './policies.ts';
import { createPriorityOrderRoutes } from './priority-orders.ts';
import { createRouter, handleProblems } from './router.ts';
import { createScheduleRoutes } from './schedule.ts';
import { securityHeaders } from './security-headers.ts';
import { createSessionPreviewRoutes } from './session-preview.ts';
import { createSessionRoutes } from './sessions.ts';
import { createSignInRoutes, signInByLink } from './sign-in.ts';
import type { SignedInEnv } from './signed-in-env.ts';
import type { RemoteAddress } from './this-machine.ts';
import { limitUploads } from './upload-slots.ts';
import { createWebhookRoutes } from './webhooks.ts';

export type HttpDeps = Readonly<{
  store: Store;
  /** Who changes something, for the store to enter beside it. */
  actors: CurrentActor;
  asRun: AsRunLog;
  directory: Directory;
  accounts: Accounts;
  browserSessions: BrowserSessions;
  secondFactors: SecondFactors;
  passwords: Passwords;
  signIns: SignIns;
  people: People;
  apiTokens: ApiTokens;
  /** Who sends a request. */
  identities: Identities;
  endings: Endings;
  announcing: Announcing;
  bulletins: Bulletins;
  approvals: Approvals;
  solo: SoloApprovals;
  /** How long before a session its bulletins must be approved. */
  approvalCutOffMs: number;
  sessions: Sessions;
  policies: Policies;
  dryRuns: DryRuns;
  priorityOrders: PriorityOrders;
  inbox: Inbox;
  claims: Claims;
  clusters: Clusters;
  devices: Devices;
  imports: ClusterImports;
  photos: ClusterPhotos;
  hearings: Hearings;
  /** What the QR code of a claim code says. */
  claimLink: (code: string) => string;
  reports: CoverageReports;
  presence: Presence;
  readiness: Readiness;
  playing: NowPlaying;
  incidents: Incidents;
  notices: Notices;
  /** The list of keys in force, and who signs. */
  ring: KeyState;
  /** What this server shows of itself where it speaks TLS. */
  certificate: ServerTrust['certificate'];
  missingOf: (deviceId: string) => readonly { sha256: string; reason: string }[];
  link: Pick<DeviceLink, 'isUp'>;
  events: EventBus;
  clock: Clock;
  random: Random;
  log: Log;
  /** Null outside the demo. */
  networkCut: NetworkCut | null;
  uploadDir: string;
  waitingFor: ReadinessCheck;
  metrics: () => Promise<string>;
  /** Audio files, at `/media`. */
  media: Hono;
  /** The operators' page. */
  page: Hono;
  incomingMessage: (c: Context) => IncomingMessage;
  remoteAddress: RemoteAddress;
}>;

/** Everything but an upload is small. */
const mostBodyBytes = 1024 * 1024;

const uploadsAtOnce = { together: 12, perAccount: 3 };

// An upload streams to disk and has a limit of its own.
const isUpload = (c: Context): boolean => c.req.method === 'POST' && c.req.path.endsWith('/bulletins');

/** Answers are somebody's and of this moment: no cache on the way, and none in a shared browser, keeps them. */
const keepNothing: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
};

/** Everything under `/api/v1`: open paths first, then the wall, then what lies behind it. */
const createApi = (deps: HttpDeps) => {
  const api = createRouter();
  const readJson = requireJsonBody(mostBodyBytes);
  api.use('*', keepNothing, refuseOtherMethods(api), refuseForeignOrigins, (c, next) =>
    isUpload(c) ? next() : readJson(c, next),
  );
  api.route('/', createSignInRoutes(deps));
  api.route('/', createAccountRoutes(deps));
  api.route('/', createClaimRoutes(deps));
  api.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'truyenthanh',
      version: '1',
      description: 'Controller of commune loudspeakers. Errors are RFC 9457 problem details.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ cookie: [] }, { token: [] }],
  });
  api.openAPIRegistry.registerComponent('securitySchemes', 'cookie', {
    type: 'apiKey',
    in: 'cookie',
    name: cookieName,
  });
  api.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description:
      'A token `tt_…` made at `POST /me/tokens`: chosen actions in chosen areas, for a year at most',
  });
  api.use('*', requireSignIn(deps));
  const limited = limitUploads(uploadsAtOnce);
  api.use('*', (c, next) => (isUpload(c) ? limited(c, next) : next()));
  api.route('/', createTokenRoutes(deps));
  api.route('/', createPeopleRoutes(deps));
  api.route('/', createAreaRoutes(deps));
  api.route('/', createCoverageRoutes(deps));
  api.route('/', createOverviewRoutes(deps));
  api.route('/', createBulletinRoutes(deps));
  api.route('/', createApprovalRoutes(deps));
  api.route('/', createAnnouncementRoutes({ ...deps, ...deps.announcing }));
  api.route('/', createAnnouncementRequestRoutes({ ...deps, ...deps.announcing }));
  api.route('/', createSessionRoutes(deps));
  api.route('/', createSessionPreviewRoutes(deps));
  api.route('/', createScheduleRoutes(deps));
  api.route('/', createPolicyRoutes(deps));
  api.route('/', createDryRunRoutes(deps));
  api.route('/', createPriorityOrderRoutes(deps));
  api.route('/', createInboxRoutes(deps));
  api.route('/', createDispatchRoutes(deps));
  api.route('/', createClusterRoutes(deps));
  api.route('/', createClusterChangeRoutes(deps));
  api.route('/', createClusterImportRoutes(deps));
  api.route('/', createClusterSiteRoutes(deps));
  api.route('/', createDeviceRoutes(deps));
  api.route('/', createPlaybackRoutes(deps));
  api.route('/', createIncidentRoutes(deps));
  api.route('/', createAuditRoutes(deps));
  api.route('/', createKeyRoutes(deps));
  api.route('/', createNoticeRoutes(deps));
  api.route('/', createWebhookRoutes(deps));
  api.route('/', createOutboxRoutes(deps));
  api.route('/', createEventRoutes(deps));
  if (deps.networkCut) api.route('/', createDemoRoutes({ networkCut: deps.networkCut }));
  return api;
};

/** The whole HTTP side. Pure wiring: `app.request()` serves tests without a network. */
export const createApp = (deps: HttpDeps): OpenAPIHono<SignedInEnv> => {
  const app = new OpenAPIHono<SignedInEnv>();
  handleProblems(app, deps.log);
  app.use('*', securityHeaders);
  app.use('*', rememberActor(deps));
  app.route('/api/v1', createApi(deps));
  app.all('/api/*', (c) => c.notFound());
  app.route('/', createHealthRoutes(deps));
  app.get('/sign-in/:token', signInByLink(deps));
  app.route('/media', deps.media);
  app.all('/media/*', (c) => c.notFound());
  app.route('/', deps.page);
  return app;
};
