import { createSigner, type PrivateKeyJwk, type Signer, topics } from '#protocol';
import {
  createDeviceDocuments,
  defaultDeviceSettings,
} from '../../controller/app/devices/device-documents.ts';
import { createDeviceReports, type DeviceReports } from '../../controller/app/devices/device-reports.ts';
import { createIngest, type Ingest } from '../../controller/app/ingest/ingest.ts';
import { createLedger, type Ledger } from '../../controller/app/ledger/ledger.ts';
import type { Log } from '../../controller/app/ports/runtime.ts';
import type { Store } from '../../controller/app/ports/store.ts';
import { createPresence, type Presence } from '../../controller/app/presence/presence.ts';
import { createDeviceField, type DeviceField, morning } from './device-field.ts';
import { createFakeLink, type FakeLink } from './fake-link.ts';
import { createRecordingEvents, type RecordingEvents } from './recording-events.ts';
import { createRecordingLog, type LogLine } from './recording-log.ts';
import { testPrivateKey } from './test-signers.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export type IngestField = DeviceField & {
  clock: VirtualClock;
  link: FakeLink;
  events: RecordingEvents;
  presence: Presence;
  ledger: Ledger;
  reports: DeviceReports;
  ingest: Ingest;
  /** The key of every device. */
  device: Signer;
  logged: readonly LogLine[];
  /** Documents that devices showed as newer. */
  newer: string[];
  /** A message from a device, as JSON unless it is text or bytes already. */
  send: (topic: string, message: unknown) => void;
  /** What was published on a topic, the payloads of documents taken out of their signatures. */
  sentTo: (topic: string) => unknown[];
};

const bytesOf = (message: unknown): Uint8Array => {
  if (message instanceof Uint8Array) return message;
  return Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
};

/** In the form of a signature, without the thread pool, so that a test need not wait for one. */
const instantSigner = ({ kid, publicKey }: Signer): Signer => ({
  kid,
  publicKey,
  sign: async (payload) => `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`,
});

export const payloadOf = (jws: string): unknown =>
  JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString());

export type IngestOptions = {
  devices?: number;
  at?: number;
  configVersion?: number;
  store?: (store: Store) => Store;
};

/** Everything that takes in device messages, with a real store, on a clock that stands still. */
export const createIngestField = async (options: IngestOptions = {}): Promise<IngestField> => {
  const privateKey: PrivateKeyJwk = testPrivateKey();
  const device = await createSigner(privateKey);
  const field = await createDeviceField(options.devices ?? 2, device.publicKey);
  const store = options.store?.(field.store) ?? field.store;
  const clock = createVirtualClock(options.at ?? morning);
  const link = createFakeLink();
  const events = createRecordingEvents();
  const recording = createRecordingLog();
  const log: Log = { ...recording.log, child: () => log };
  const shared = { store, directory: field.directory, clock, link, events, log };
  const presence = createPresence({ ...shared, heartbeatIntervalMs: 10_000 });
  const ledger = createLedger(shared);
  const reports = createDeviceReports();
  const documents = createDeviceDocuments({
    signer: instantSigner(device),
    clock,
    settings: { ...defaultDeviceSettings, mediaBaseUrls: ['http://127.0.0.1/media'] },
    configVersion: () => options.configVersion ?? 7,
    ancestorsOf: () => [],
  });
  const newer: IngestField['newer'] = [];
  const ingest = createIngest({
    ...shared,
    presence,
    ledger,
    reports,
    documents,
    continueAbove: async (jws) => {
      newer.push(jws);
      return !jws.startsWith('foreign');
    },
  });
  await presence.start();
  await ledger.start();
  return {
    ...field,
    store,
    clock,
    link,
    events,
    presence,
    ledger,
    reports,
    ingest,
    device,
    logged: recording.lines,
    newer,
    send: (topic, message) => ingest.handle(topic, bytesOf(message)),
    sentTo: (topic) =>
      link.published.filter((one) => one.topic === topic).map(({ payload }) => payloadOf(payload)),
  };
};

/** Signs a batch of play events as `dev-1` does. */
export const batchOf = (
  signer: Signer,
  events: readonly { seq: number }[],
  patch: Record<string, unknown> = {},
): Promise<string> =>
  signer.sign({
    schema: 'tt/playback/1',
    deviceId: 'dev-1',
    spoolId: 'spool-1',
    firstSeq: events[0]?.seq ?? 1,
    events,
    ...patch,
  });

export const topicsOf = (deviceId: string) => ({
  heartbeat: topics.heartbeat(deviceId),
  state: topics.state(deviceId),
  presence: topics.presence(deviceId),
  timeRequest: topics.timeRequest(deviceId),
  timeResponse: topics.timeResponse(deviceId),
  playback: topics.playback(deviceId),
  ack: topics.playbackAck(deviceId),
  config: topics.config(deviceId),
  command: topics.command(deviceId),
});
