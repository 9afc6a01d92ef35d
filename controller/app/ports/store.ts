import type { Actor } from './actor.ts';
import type * as row from './rows.ts';

/** A page by position: `next` is an opaque cursor, null on the last page. */
export type Page<T> = { items: T[]; next: string | null };

export type PlaybackFilter = {
  /** Communes concerned; null for all. */
  areaKeys: readonly string[] | null;
  /** Planned start in [from, to). */
  from: number | null;
  to: number | null;
  outcomes: readonly row.PlaybackOutcome[] | null;
  itemId: string | null;
  sessionId: string | null;
  clusterId: string | null;
  /**
   * Leaves out what is planned to begin later, unless it was heard already: a device whose clock runs ahead
   * accounts for an item before its time.
   */
  begunBy?: number;
};

export type ItemPlayback = Pick<row.PlaybackRow, 'deviceId' | 'startedAt' | 'outcome'>;

export type IncidentFilter = {
  /** Areas of any level, each by its own key; null for all. */
  areaKeys: readonly string[] | null;
  type: row.IncidentType | null;
  state: row.IncidentState | null;
};

export type DeliveryFilter = {
  channel: row.DeliveryChannel | null;
  state: row.DeliveryState | null;
  target: string | null;
};

export type LaneCount = { channel: row.DeliveryChannel; state: row.DeliveryState; count: number };

export type AuditFilter = {
  /** Entries of these areas, each by its own key; null for all, those of no area included. */
  areaKeys: readonly string[] | null;
  /** Name of who did it. */
  actor: string | null;
  action: string | null;
  /** Table, or what else it is about. */
  subject: string | null;
  subjectId: string | null;
  /** In [from, to). */
  from: number | null;
  to: number | null;
};

/** A fact that is no change of a row: a refused sign-in, an export that was taken, a key that was used. */
export type AuditNote = Readonly<{
  /** What happened, `sign-in.refused`. */
  action: string;
  /** What it is about: a table, or a word of its own. */
  subject: string;
  subjectId: string;
  areaKey: string | null;
  /** Never a secret. */
  fact?: Readonly<Record<string, unknown>>;
  /** Instead of who acts at this moment, as known: the address stays. */
  actor?: Pick<Actor, 'kind' | 'name'>;
}>;

export type PlaybackTally = {
  itemId: string;
  areaKey: string;
  outcome: row.PlaybackOutcome;
  reason: string | null;
  count: number;
  /** Of these, rows whose evidence came after they were closed. */
  lateEvidence: number;
  sessionId: string | null;
  title: string;
  class: row.BroadcastClass;
  plannedStart: number;
  plannedEnd: number;
};

/**
 * Everything that must survive. Every method is one atomic, durable step; `transaction` joins several.
 * Portable: the same contract tests run on SQLite and PostgreSQL.
 */
export type Store = Readonly<{
  /** Use the store handed to `work`: the outer one waits for this transaction to end. Within one, joins it. */
  transaction: <T>(work: (store: Store) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;

  areas: Readonly<{
    all: () => Promise<row.AreaRow[]>;
    put: (rows: readonly row.AreaRow[]) => Promise<void>;
  }>;
  stations: Readonly<{
    all: () => Promise<row.StationRecord[]>;
    put: (rows: readonly row.StationRecord[]) => Promise<void>;
    figures: () => Promise<row.PublishedFigure[]>;
    putFigures: (rows: readonly row.PublishedFigure[]) => Promise<void>;
  }>;
  clusters: Readonly<{
    all: () => Promise<row.ClusterRow[]>;
    /** Each stands where its row says from its making on. */
    insert: (rows: readonly row.ClusterRow[]) => Promise<void>;
    /** Replaces the row of that id, but for its commune: that takes a move. */
    update: (cluster: row.ClusterRow) => Promise<void>;
    /** Closes the placement in force at `at` and opens another one. */
    move: (move: { clusterId: string; areaKey: string; zoneKey: string | null; at: number }) => Promise<void>;
    /** Placements that are over, oldest first. */
    pastPlacements: () => Promise<row.PlacementRow[]>;
    putPhoto: (photo: row.ClusterPhotoRow) => Promise<void>;
    photo: (clusterId: string) => Promise<row.ClusterPhotoRow | null>;
  }>;
  devices: Readonly<{
    all: () => Promise<row.DeviceRow[]>;
    insert: (rows: readonly row.DeviceRow[]) => Promise<void>;
    /** Replaces the row of that id. */
    update: (device: row.DeviceRow) => Promise<void>;
    insertClaims: (rows: readonly row.ClaimRow[]) => Promise<void>;
    claim: (codeHash: string) => Promise<row.ClaimRow | null>;
    /** False when the code was used before: exactly one caller gets true. */
    useClaim: (codeHash: string, usedAt: number) => Promise<boolean>;
    addEvents: (events: readonly row.DeviceEventRow[]) => Promise<void>;
    /** Of one cluster, newest first. */
    events: (clusterId: string, limit: number) => Promise<row.DeviceEventRow[]>;
  }>;
  presence: Readonly<{
    lastSeen: () => Promise<row.LastSeenRow[]>;
    /** Upserts a batch; an older `lastSeenAt` never replaces a newer one. */
    saveLastSeen: (rows: readonly row.LastSeenRow[]) => Promise<void>;
    /** Closes the open interval of each device at the new one's start and opens the new one. */
    openIntervals: (
      rows: readonly { deviceId: string; state: row.PresenceState; fromAt: number }[],
    ) => Promise<void>;
    /** Open intervals left by an earlier run are closed at `at`. */
    closeOpenIntervals: (at: number) => Promise<void>;
    /** Intervals that overlap [from, to), of one device or of all. */
    intervals: (query: {
      deviceId: string | null;
      from: number;
      to: number;
    }) => Promise<row.PresenceInterval[]>;
    /**
     * Of these devices those of whom an interval of state online or late holds `at`; null when no interval of
     * any of them holds it. Costs as much for a day long past as for yesterday.
     */
    connectedAt: (deviceIds: readonly string[], at: number) => Promise<string[] | null>;
    putDays: (rows: readonly row.PresenceDay[]) => Promise<void>;
    /** Both days included. */
    days: (query: { deviceId: string | null; fromDay: string; toDay: string }) => Promise<row.PresenceDay[]>;
  }>;
  assets: Readonly<{
    get: (sha256: string) => Promise<row.AssetRow | null>;
    many: (sha256s: readonly string[]) => Promise<row.AssetRow[]>;
    put: (asset: row.AssetRow) => Promise<void>;
    /** Named by an approved bulletin, a plan item, or made for announcements: may be served without signing in. */
    isServable: (sha256: string) => Promise<boolean>;
    /** Areas of the bulletins that have this audio, approved or not. */
    areasOf: (sha256: string) => Promise<string[]>;
  }>;
  bulletins: Readonly<{
    get: (id: string) => Promise<row.BulletinRow | null>;
    many: (ids: readonly string[]) => Promise<row.BulletinRow[]>;
    /** Newest first. */
    page: (query: {
      areaKeys: readonly string[] | null;
      /** Of these approvals only. */
      approvals?: readonly row.Approval[];
      search: string | null;
      cursor: string | null;
      limit: number;
    }) => Promise<Page<row.BulletinRow>>;
    withAudioState: (states: readonly row.AudioState[]) => Promise<row.BulletinRow[]>;
    /** Approved, ready, of class emergency; of all areas, by title. */
    emergencyClips: () => Promise<row.BulletinRow[]>;
    /** Bulletins of these areas, or of all, that wait for approval. */
    countSubmitted: (areaKeys: readonly string[] | null) => Promise<number>;
    put: (bulletin: row.BulletinRow) => Promise<void>;
  }>;
  approvals: Readonly<{
    /** Fails when the bulletin has a step of that revision already. */
    add: (step: row.ApprovalRow) => Promise<void>;
    /** Steps of these bulletins, by bulletin and in order. */
    of: (bulletinIds: readonly string[]) => Promise<row.ApprovalRow[]>;
    /** The last word of every area about which one was spoken. */
    solo: () => Promise<row.SoloApprovalRow[]>;
    putSolo: (solo: row.SoloApprovalRow) => Promise<void>;
    /** Those of the rows that were not noted before; they are from now on. */
    noteMisses: (misses: readonly row.CutOffMissRow[]) => Promise<row.CutOffMissRow[]>;
  }>;
  sessions: Readonly<{
    get: (id: string) => Promise<row.SessionRow | null>;
    /** Sessions that have not ended. */
    active: () => Promise<row.SessionRow[]>;
    put: (session: row.SessionRow) => Promise<void>;
    /** Both dates included. */
    runningOrders: (query: {
      sessionIds: readonly string[] | null;
      fromDate: string;
      toDate: string;
    }) => Promise<row.RunningOrderRow[]>;
    putRunningOrder: (order: row.RunningOrderRow) => Promise<void>;
  }>;
  announcements: Readonly<{
    /** Inserts, or replaces those of that id. */
    put: (rows: readonly row.AnnouncementRow[]) => Promise<void>;
    many: (ids: readonly string[]) => Promise<row.AnnouncementRow[]>;
    /** Neither ended nor found to have run out; by start. */
    unended: () => Promise<row.AnnouncementRow[]>;
    /** Ended at or after that instant, in no order. */
    endedSince: (at: number) => Promise<row.AnnouncementRow[]>;
    /** Newest start first; `endedBy` asks for those over at that instant. */
    page: (query: {
      endedBy: number | null;
      cursor: string | null;
      limit: number;
    }) => Promise<Page<row.AnnouncementRow>>;
    /** Inserts, or replaces that of its id. */
    putRequest: (request: row.AnnouncementRequestRow) => Promise<void>;
    request: (id: string) => Promise<row.AnnouncementRequestRow | null>;
    /** Those whose row says that they wait, oldest first; time may have ended them. */
    waitingRequests: () => Promise<row.AnnouncementRequestRow[]>;
    /** Newest first. */
    requests: (limit: number) => Promise<row.AnnouncementRequestRow[]>;
    putClip: (clip: row.PreparedClipRow) => Promise<void>;
    clips: (sources: readonly string[]) => Promise<row.PreparedClipRow[]>;
  }>;
  policies: Readonly<{
    all: () => Promise<row.PolicyRule[]>;
    replace: (areaKey: string, rules: readonly row.PolicyRule[]) => Promise<void>;
  }>;
  priorityOrders: Readonly<{
    /** Both dates included. */
    between: (query: {
      areaKeys: readonly string[];
      fromDate: string;
      toDate: string;
    }) => Promise<row.PriorityOrderRow[]>;
    put: (order: row.PriorityOrderRow) => Promise<void>;
  }>;
  dispatches: Readonly<{
    /** With a waiting entry in the inbox of each commune. */
    insert: (dispatch: row.DispatchRow, areaKeys: readonly string[]) => Promise<void>;
    many: (ids: readonly string[]) => Promise<row.DispatchRow[]>;
    /** Newest first. */
    page: (query: {
      fromAreaKeys: readonly string[] | null;
      cursor: string | null;
      limit: number;
    }) => Promise<Page<row.DispatchRow>>;
    /** By dispatch and commune. */
    entries: (dispatchIds: readonly string[]) => Promise<row.InboxRow[]>;
    entry: (dispatchId: string, areaKey: string) => Promise<row.InboxRow | null>;
    putEntry: (entry: row.InboxRow) => Promise<void>;
    /** Newest first. */
    inbox: (query: {
      areaKeys: readonly string[] | null;
      state: row.InboxState | null;
      cursor: string | null;
      limit: number;
    }) => Promise<Page<row.InboxRow>>;
  }>;
  documents: Readonly<{
    get: (topic: string) => Promise<row.DocumentRow | null>;
    all: () => Promise<row.DocumentRow[]>;
    /** Stores the exact bytes, `published: false`. */
    put: (rows: readonly row.DocumentRow[]) => Promise<void>;
    markPublished: (versions: readonly { topic: string; version: number }[]) => Promise<void>;
  }>;
  plan: Readonly<{
    /** Plan items that overlap [from, to), of some communes or of all; cancelled ones included. */
    between: (query: {
      areaKeys: readonly string[] | null;
      from: number;
      to: number;
    }) => Promise<row.PlanItemRow[]>;
    /** Items of the area that have not started at `now` become `items`: new ones in, missing ones cancelled. */
    replace: (areaKey: string, items: readonly row.PlanItemRow[], now: number) => Promise<void>;
    /** Rows of announcements, which `replace` leaves alone. */
    insert: (items: readonly row.PlanItemRow[]) => Promise<void>;
    /** The item ends at `at` everywhere: cancelled where it has not started, shortened where it has. */
    endEarly: (itemIds: readonly string[], at: number) => Promise<void>;
    /** Not frozen yet and started by `now`. */
    due: (now: number) => Promise<row.PlanItemRow[]>;
    markFrozen: (items: readonly { itemId: string; areaKey: string }[], at: number) => Promise<void>;
    /** Earliest start after `now` of an item that is neither frozen nor cancelled. */
    nextStart: (now: number) => Promise<number | null>;
  }>;
  playbacks: Readonly<{
    /** New rows only: what exists stays as it is. */
    insert: (rows: readonly row.PlaybackRow[]) => Promise<void>;
    many: (keys: readonly { itemId: string; deviceId: string }[]) => Promise<row.PlaybackRow[]>;
    put: (rows: readonly row.PlaybackRow[]) => Promise<void>;
    /**
     * `awaiting` rows planned to end before `endedBefore` become `unknown: no-report`; their areas and items are
     * returned. One that has begun in a session that restarts what comes late may sound past its planned end: it
     * has as long as such a session may last.
     */
    close: (endedBefore: number, at: number) => Promise<{ itemId: string; areaKey: string }[]>;
    /** Rows of the item that are planned to end later end at `at`, so many in this step; tells how many. */
    endEarly: (itemId: string, at: number, most: number) => Promise<number>;
    /** What each device has said of one item. */
    ofItem: (itemId: string) => Promise<ItemPlayback[]>;
    /** Ordered by planned start, newest first, then item and device. */
    page: (filter: PlaybackFilter, cursor: string | null, limit: number) => Promise<Page<row.PlaybackRow>>;
    /** Counts per item, commune, outcome and reason. */
    tally: (filter: PlaybackFilter) => Promise<PlaybackTally[]>;
    /**
     * Of these clusters those with a `played` backed by signed evidence, finished in [from, to) and within two
     * days of its planned start; null when no row at all is older than `to`.
     */
    provenClusters: (clusterIds: readonly string[], from: number, to: number) => Promise<string[] | null>;
    /** When each cluster last finished a `played` backed by signed evidence, at or after `from`. */
    lastProven: (from: number) => Promise<{ clusterId: string; at: number }[]>;
  }>;
  spools: Readonly<{
    cursors: (deviceIds: readonly string[]) => Promise<row.SpoolCursor[]>;
    /** Appends events; ones already there are ignored. Sets the cursors. */
    append: (events: readonly row.StoredPlayEvent[], cursors: readonly row.SpoolCursor[]) => Promise<void>;
  }>;
  incidents: Readonly<{
    /** Replaces rows of the same id. */
    put: (rows: readonly row.IncidentRow[]) => Promise<void>;
    get: (id: string) => Promise<row.IncidentRow | null>;
    /** Those that are not closed, and those closed at or after `closedSince`; oldest first. */
    current: (closedSince: number) => Promise<row.IncidentRow[]>;
    /** Newest first. */
    page: (filter: IncidentFilter, cursor: string | null, limit: number) => Promise<Page<row.IncidentRow>>;
  }>;
  /** Removes old history, a bounded step at a time; each tells how many rows went. */
  retention: Readonly<{
    /** Intervals that ended before that. */
    forgetPresence: (before: number, most: number) => Promise<number>;
    /** Events of these devices that came before that; cursors stay. */
    forgetPlayEvents: (deviceIds: readonly string[], before: number) => Promise<number>;
    /** Rows planned before that. */
    forgetPlaybacks: (before: number, most: number) => Promise<number>;
    /** Incidents that were closed before that. */
    forgetIncidents: (before: number, most: number) => Promise<number>;
  }>;
  notices: Readonly<{
    /** New keys only: what was told is not told again. */
    insert: (rows: readonly row.NoticeRow[]) => Promise<void>;
    get: (id: string) => Promise<row.NoticeRow | null>;
    /** Not routed yet, oldest first. */
    unrouted: (limit: number) => Promise<row.NoticeRow[]>;
    markRouted: (ids: readonly string[], at: number) => Promise<void>;
    /** When each type was last routed for each area, at or after `since`. */
    lastRouted: (since: number) => Promise<{ type: row.NoticeRow['type']; areaKey: string; at: number }[]>;
    /** Entries of people's lists; ones already there stay as they are. */
    putEntries: (rows: readonly row.NoticeEntryRow[]) => Promise<void>;
    /** Newest first. */
    page: (query: {
      userId: string;
      isUnread: boolean;
      type: row.NoticeRow['type'] | null;
      cursor: string | null;
      limit: number;
    }) => Promise<Page<row.NoticeEntry>>;
    countUnread: (userId: string) => Promise<number>;
    /** All of the user's when `ids` is null. */
    markRead: (userId: string, ids: readonly string[] | null, at: number) => Promise<void>;
    /** Takes away what is older, with its entries and deliveries; what still waits stays. */
    prune: (before: number) => Promise<void>;
  }>;
  deliveries: Readonly<{
    insert: (rows: readonly row.DeliveryRow[]) => Promise<void>;
    /** Waiting and due, the longest due first, so many of each lane; none of lanes that are busy. */
    due: (query: {
      now: number;
      busyLanes: readonly string[];
      perLane: number;
      limit: number;
    }) => Promise<row.Delivery[]>;
    /** When the next one of other lanes is due; null when none waits. */
    nextAt: (busyLanes: readonly string[]) => Promise<number | null>;
    put: (row: row.DeliveryRow) => Promise<void>;
    /** Newest first. */
    page: (filter: DeliveryFilter, cursor: string | null, limit: number) => Promise<Page<row.Delivery>>;
    /** Made at or after `since`, and those that wait. */
    counts: (since: number) => Promise<LaneCount[]>;
    /** What waits and was due before that is `failed`; gives the lanes concerned with one target of each. */
    giveUp: (dueBefore: number, at: number) => Promise<{ lane: string; target: string }[]>;
    /** What waits for that target is `gone`. */
    forget: (target: string, at: number) => Promise<void>;
  }>;
  noticeSettings: Readonly<{
    preferences: (userIds: readonly string[]) => Promise<row.NoticePreferenceRow[]>;
    putPreference: (preference: row.NoticePreferenceRow) => Promise<void>;
    pushEndpoints: (userIds: readonly string[]) => Promise<row.PushEndpointRow[]>;
    pushEndpoint: (id: string) => Promise<row.PushEndpointRow | null>;
    /** A browser has one owner: whoever subscribed in it last. */
    putPushEndpoint: (endpoint: row.PushEndpointRow) => Promise<void>;
    removePushEndpoint: (id: string) => Promise<void>;
    webhooks: () => Promise<row.WebhookRow[]>;
    webhook: (id: string) => Promise<row.WebhookRow | null>;
    putWebhook: (webhook: row.WebhookRow) => Promise<void>;
  }>;
  users: Readonly<{
    byId: (id: string) => Promise<row.UserRow | null>;
    /** By user name. */
    all: () => Promise<row.UserRow[]>;
    byUsername: (username: string) => Promise<row.UserRow | null>;
    count: () => Promise<number>;
    /** Replaces the row of that id. */
    put: (user: row.UserRow) => Promise<void>;
  }>;
  signIns: Readonly<{
    /** Also forgets what had expired when this one was made. */
    put: (signIn: row.SignInRow) => Promise<void>;
    /** Null when it is unknown, of another kind, or expired. */
    get: (kind: row.SignInKind, tokenHash: string, now: number) => Promise<row.SignInRow | null>;
    /** As `get`, and takes it away: exactly one caller gets it. */
    take: (kind: row.SignInKind, tokenHash: string, now: number) => Promise<row.SignInRow | null>;
    touch: (id: string, at: number) => Promise<void>;
    /** Last used first. */
    ofUser: (userId: string, kind: row.SignInKind, now: number) => Promise<row.SignInRow[]>;
    remove: (ids: readonly string[]) => Promise<void>;
  }>;
  secondFactors: Readonly<{
    get: (userId: string) => Promise<row.SecondFactorRow | null>;
    /** Users who have confirmed theirs. */
    confirmed: () => Promise<string[]>;
    put: (row: row.SecondFactorRow) => Promise<void>;
    /** False when this step or a later one was used before: exactly one caller gets true. */
    useStep: (userId: string, step: number) => Promise<boolean>;
    /** With its recovery codes. */
    remove: (userId: string) => Promise<void>;
    replaceRecoveryCodes: (userId: string, codeHashes: readonly string[]) => Promise<void>;
    /** False when it is not there any more: exactly one caller gets true. */
    takeRecoveryCode: (userId: string, codeHash: string) => Promise<boolean>;
    countRecoveryCodes: (userId: string) => Promise<number>;
  }>;
  apiTokens: Readonly<{
    /** Replaces the row of that id. */
    put: (token: row.ApiTokenRow) => Promise<void>;
    byHash: (tokenHash: string) => Promise<row.ApiTokenRow | null>;
    /** Newest first, revoked and expired ones included. */
    ofUser: (userId: string) => Promise<row.ApiTokenRow[]>;
    touch: (id: string, at: number) => Promise<void>;
  }>;
  /**
   * Who did what, when and from where, append-only. Changes of audited tables enter it by themselves, in the same
   * transaction: see `audited-tables.ts`.
   */
  audit: Readonly<{
    note: (note: AuditNote) => Promise<void>;
    /** Newest first. */
    page: (filter: AuditFilter, cursor: string | null, limit: number) => Promise<Page<row.AuditRow>>;
    /** In order, from the entry that follows `seq`. */
    following: (seq: number, limit: number, filter?: AuditFilter) => Promise<row.AuditRow[]>;
    last: () => Promise<row.AuditRow | null>;
    putCheckpoint: (checkpoint: row.AuditCheckpointRow) => Promise<void>;
    lastCheckpoint: () => Promise<row.AuditCheckpointRow | null>;
  }>;
  settings: Readonly<{
    get: (name: string) => Promise<string | null>;
    put: (name: string, value: string) => Promise<void>;
  }>;
}>;
