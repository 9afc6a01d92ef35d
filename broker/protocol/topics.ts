/** Every topic of the protocol. Levels in braces of the README are arguments here. */
const root = 'tt/v1';
const areasPrefix = `${root}/areas/`;

export const topics = {
  keys: `${root}/keys`,
  program: (areaKey: string) => `${root}/areas/${areaKey}/program`,
  policy: (areaKey: string) => `${root}/areas/${areaKey}/policy`,
  announcements: (areaKey: string) => `${root}/areas/${areaKey}/announcements`,
  streamManifest: (streamId: string) => `${root}/streams/${streamId}/manifest`,
  config: (deviceId: string) => `${root}/devices/${deviceId}/config`,
  command: (deviceId: string) => `${root}/devices/${deviceId}/command`,
  timeRequest: (deviceId: string) => `${root}/devices/${deviceId}/time/request`,
  timeResponse: (deviceId: string) => `${root}/devices/${deviceId}/time/response`,
  presence: (deviceId: string) => `${root}/devices/${deviceId}/presence`,
  heartbeat: (deviceId: string) => `${root}/devices/${deviceId}/heartbeat`,
  state: (deviceId: string) => `${root}/devices/${deviceId}/state`,
  playback: (deviceId: string) => `${root}/devices/${deviceId}/playback`,
  playbackAck: (deviceId: string) => `${root}/devices/${deviceId}/playback/ack`,
} as const;

/** Topic filters by which a controller on an external broker hears every device. */
export const upstreamFilters = [
  `${root}/devices/+/time/request`,
  `${root}/devices/+/presence`,
  `${root}/devices/+/heartbeat`,
  `${root}/devices/+/state`,
  `${root}/devices/+/playback`,
] as const;

export type UpstreamKind = 'timeRequest' | 'presence' | 'heartbeat' | 'state' | 'playback';
export type AreaDocumentKind = 'program' | 'policy' | 'announcements';

const upstreamKinds: Readonly<Record<string, UpstreamKind>> = {
  'time/request': 'timeRequest',
  presence: 'presence',
  heartbeat: 'heartbeat',
  state: 'state',
  playback: 'playback',
};

/** Which device speaks of what; null for a topic that no device may publish to. */
export const parseUpstreamTopic = (topic: string): { deviceId: string; kind: UpstreamKind } | null => {
  const prefix = `${root}/devices/`;
  if (!topic.startsWith(prefix)) return null;
  const slash = topic.indexOf('/', prefix.length);
  if (slash < 0) return null;
  const suffix = topic.slice(slash + 1);
  // Topics come from outside: `constructor` must not find what every object has.
  const kind = Object.hasOwn(upstreamKinds, suffix) ? upstreamKinds[suffix] : undefined;
  const deviceId = topic.slice(prefix.length, slash);
  return kind && deviceId ? { deviceId, kind } : null;
};

/** Largest payload of each kind, bytes; the broker's largest packet bounds the others. */
const payloadLimits: Partial<Record<UpstreamKind, number>> = {
  heartbeat: 8 * 1024,
  presence: 1024,
  timeRequest: 1024,
};

/** The area and kind of an area document's topic; null for any other topic. */
export const parseAreaTopic = (topic: string): { areaKey: string; kind: AreaDocumentKind } | null => {
  if (!topic.startsWith(areasPrefix)) return null;
  const slash = topic.indexOf('/', areasPrefix.length);
  if (slash <= areasPrefix.length) return null;
  const kind = topic.slice(slash + 1);
  if (kind !== 'program' && kind !== 'policy' && kind !== 'announcements') return null;
  return { areaKey: topic.slice(areasPrefix.length, slash), kind };
};

/**
 * The access rules of a device: its own topics, the documents of its areas, announcements of those above,
 * keys and streams.
 */
export const deviceAcl = (device: {
  deviceId: string;
  areaKeys: readonly string[];
  ancestorKeys?: readonly string[];
}) => {
  const own = device.deviceId;
  const filters = new Set<string>([
    topics.keys,
    topics.config(own),
    topics.command(own),
    topics.timeResponse(own),
    topics.playbackAck(own),
    ...device.areaKeys.flatMap((key) => [topics.program(key), topics.policy(key), topics.announcements(key)]),
    ...(device.ancestorKeys ?? []).map(topics.announcements),
  ]);
  const upstream = new Set<string>([
    topics.timeRequest(own),
    topics.presence(own),
    topics.heartbeat(own),
    topics.state(own),
    topics.playback(own),
  ]);
  const manifest = /^tt\/v1\/streams\/[^/+#]+\/manifest$/;
  return {
    maySubscribe: (filter: string) => filters.has(filter) || manifest.test(filter),
    mayPublish: (topic: string) => upstream.has(topic),
    maxPayloadBytes: (topic: string): number => {
      const kind = parseUpstreamTopic(topic)?.kind;
      return (kind ? payloadLimits[kind] : undefined) ?? Number.POSITIVE_INFINITY;
    },
  };
};
