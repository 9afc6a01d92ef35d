import { z } from 'zod';
import {
  announcementsDocument,
  commandDocument,
  configDocument,
  type DocumentHeader,
  documentHeader,
  keysDocument,
  parseAreaTopic,
  playbackAckDocument,
  policyDocument,
  programDocument,
  timeDocument,
  topics,
} from '#protocol';

const deviceDocument = z.discriminatedUnion('schema', [
  keysDocument,
  programDocument,
  policyDocument,
  announcementsDocument,
  configDocument,
  commandDocument,
  timeDocument,
  playbackAckDocument,
]);
export type DeviceDocument = z.infer<typeof deviceDocument>;

const knownSchemas: ReadonlySet<string> = new Set(
  deviceDocument.options.map((option) => option.shape.schema.value),
);

/** What a verified payload turned out to be. */
export type Reading =
  | { kind: 'document'; document: DeviceDocument }
  /** Signed by a valid key, of a type this firmware cannot act on: silence. */
  | { kind: 'unknown-schema'; header: DocumentHeader }
  | { kind: 'malformed' };

/** Reads a verified payload. Pure, so that a shell may share one result among many devices. */
export const readDocument = (payload: unknown): Reading => {
  const header = documentHeader.safeParse(payload);
  if (!header.success) return { kind: 'malformed' };
  if (!knownSchemas.has(header.data.schema)) return { kind: 'unknown-schema', header: header.data };
  const parsed = deviceDocument.safeParse(payload);
  return parsed.success ? { kind: 'document', document: parsed.data } : { kind: 'malformed' };
};

export type TopicKind =
  | 'keys'
  | 'program'
  | 'policy'
  | 'announcements'
  | 'config'
  | 'command'
  | 'time'
  | 'playback-ack';

const schemaOf: Readonly<Record<TopicKind, DeviceDocument['schema']>> = {
  keys: 'tt/keys/1',
  program: 'tt/program/1',
  policy: 'tt/policy/1',
  announcements: 'tt/announcements/1',
  config: 'tt/config/1',
  command: 'tt/command/1',
  time: 'tt/time/1',
  'playback-ack': 'tt/playback-ack/1',
};

/** What may arrive on a topic of this device; null for a topic it has no business with. */
export const topicKind = (topic: string, deviceId: string): TopicKind | null => {
  const area = parseAreaTopic(topic);
  if (area) return area.kind;
  switch (topic) {
    case topics.keys:
      return 'keys';
    case topics.config(deviceId):
      return 'config';
    case topics.command(deviceId):
      return 'command';
    case topics.timeResponse(deviceId):
      return 'time';
    case topics.playbackAck(deviceId):
      return 'playback-ack';
    default:
      return null;
  }
};

/** Whether a document is of the type its topic carries. */
export const fitsTopic = (document: DeviceDocument, kind: TopicKind): boolean =>
  document.schema === schemaOf[kind];
