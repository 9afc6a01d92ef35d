import type {
  Bulletin,
  BulletinPage,
  ClusterPage,
  ClusterSummary,
  Me,
  Overview,
  PresenceCounts,
  ServerEvent,
} from '../../../controller/http/api-type.ts';

type EventOf<Type extends ServerEvent['type']> = Extract<ServerEvent, { type: Type }>;
type PresenceChange = EventOf<'presence'>['changes'][number];
type PlayingChange = EventOf<'playing'>['changes'][number];

/** What a batch of events says, with the last word on each thing. */
export interface Batch {
  readonly presence: ReadonlyMap<string, PresenceChange>;
  readonly playing: ReadonlyMap<string, PlayingChange>;
  readonly bulletins: ReadonlyMap<string, EventOf<'bulletin'>>;
  readonly network: EventOf<'network'> | null;
  readonly types: ReadonlySet<ServerEvent['type']>;
}

export const gather = (events: readonly ServerEvent[]): Batch => {
  const presence = new Map<string, PresenceChange>();
  const playing = new Map<string, PlayingChange>();
  const bulletins = new Map<string, EventOf<'bulletin'>>();
  let network: EventOf<'network'> | null = null;
  for (const event of events) {
    if (event.type === 'presence') for (const change of event.changes) presence.set(change.clusterId, change);
    if (event.type === 'playing') for (const change of event.changes) playing.set(change.clusterId, change);
    if (event.type === 'bulletin') bulletins.set(event.bulletinId, event);
    if (event.type === 'network') network = event;
  }
  return { presence, playing, bulletins, network, types: new Set(events.map((event) => event.type)) };
};

/** Keeps identity where nothing changed, so that nothing is drawn again in vain. */
const mapChanged = <T>(items: T[], change: (item: T) => T): T[] => {
  const changed = items.map(change);
  return changed.every((item, index) => item === items[index]) ? items : changed;
};

const patchCluster = (cluster: ClusterSummary, batch: Batch): ClusterSummary => {
  const presence = batch.presence.get(cluster.id);
  const playing = batch.playing.get(cluster.id);
  const stops = playing?.playing === false && cluster.playing?.itemId === playing.itemId;
  if ((!presence || presence.state === cluster.presence) && !stops) return cluster;
  return {
    ...cluster,
    presence: presence?.state ?? cluster.presence,
    playing: stops ? null : cluster.playing,
  };
};

export const patchClusterPage = (page: ClusterPage, batch: Batch): ClusterPage => {
  const items = mapChanged(page.items, (cluster) => patchCluster(cluster, batch));
  if (items === page.items) return page;
  const counts = page.items.reduce(
    (sum, before, index) => moveCount(sum, before.presence, items[index]?.presence ?? before.presence),
    page.counts,
  );
  return { ...page, items, counts };
};

const moveCount = (
  counts: PresenceCounts,
  from: ClusterSummary['presence'],
  to: ClusterSummary['presence'],
): PresenceCounts =>
  from === to ? counts : { ...counts, [from]: Math.max(0, counts[from] - 1), [to]: counts[to] + 1 };

const audioStates = [
  'queued',
  'processing',
  'ready',
  'failed',
] as const satisfies Bulletin['audio']['state'][];

/**
 * Progress alone is patched. `ready` and `failed` come with an asset or a fault that the event does not carry,
 * so they wait for the bulletin itself.
 */
export const patchBulletin = (bulletin: Bulletin, batch: Batch): Bulletin => {
  const event = batch.bulletins.get(bulletin.id);
  const state = audioStates.find((known) => known === event?.audioState);
  if (!event || (state !== 'queued' && state !== 'processing')) return bulletin;
  if (bulletin.audio.state === 'ready' || bulletin.audio.state === 'failed') return bulletin;
  return { ...bulletin, audio: { ...bulletin.audio, state, progress: event.progress } };
};

export const patchBulletinPage = (page: BulletinPage, batch: Batch): BulletinPage => {
  const items = mapChanged(page.items, (bulletin) => patchBulletin(bulletin, batch));
  return items === page.items ? page : { ...page, items };
};

export const patchMe = (me: Me, batch: Batch): Me =>
  batch.network ? { ...me, networkCutUntil: batch.network.up ? null : batch.network.cutUntil } : me;

export const patchOverview = (overview: Overview, batch: Batch): Overview =>
  batch.network && batch.network.up !== overview.networkUp
    ? { ...overview, networkUp: batch.network.up }
    : overview;

/** True when a bulletin's audio has come to its end, well or badly, or when somebody decided about it. */
export const settlesBulletin = (batch: Batch): boolean =>
  [...batch.bulletins.values()].some(
    (event) => event.audioState !== 'queued' && event.audioState !== 'processing',
  );

/** First parts of the query keys that a batch makes stale. */
export const staleKeys = (batch: Batch): string[] => {
  const byType: Readonly<Record<ServerEvent['type'], readonly string[]>> = {
    // Patches reach only the rows on show; a list of who is online gains and loses some.
    presence: ['overview', 'clusters', 'readiness', 'schedule', 'coverage'],
    playing: ['overview', 'clusters', 'now-playing'],
    playbacks: ['overview', 'playbacks', 'playback-summaries', 'schedule', 'coverage'],
    bulletin: settlesBulletin(batch) ? ['bulletins', 'bulletin', 'approvals', 'schedule'] : [],
    schedule: ['schedule', 'sessions', 'overview', 'now-playing', 'dry-run'],
    announcements: ['announcements', 'dry-run', 'emergency-clips'],
    incidents: ['incidents'],
    inbox: ['inbox'],
    readiness: ['overview', 'readiness', 'schedule'],
    notices: ['notices'],
    network: ['overview', 'me', 'readiness'],
  };
  return [...new Set([...batch.types].flatMap((type) => byType[type]))];
};
