import type { Broker } from '../../broker/broker.ts';
import type { HttpServer } from '../adapters/http/server.ts';
import { createMetrics } from '../adapters/metrics.ts';
import type { ServerCertificate } from '../adapters/tls/server-certificate.ts';
import type { KeyRing } from '../app/documents/key-ring.ts';
import type { Incidents } from '../app/incidents/incidents.ts';
import type { Ingest } from '../app/ingest/ingest.ts';
import type { Ledger } from '../app/ledger/ledger.ts';
import type { Presence } from '../app/presence/presence.ts';

/** The product's figures beside those of the process. */
export const controllerMetrics = (parts: {
  broker: Broker | null;
  certificate: ServerCertificate | null;
  server: HttpServer;
  ingest: Ingest;
  presence: Presence;
  ledger: Ledger;
  incidents: Incidents;
  ring: Pick<KeyRing, 'list' | 'root'>;
}): (() => Promise<string>) => {
  const { broker, certificate, server, ingest, presence, ledger, incidents, ring } = parts;
  return createMetrics({
    truyenthanh_clusters: {
      help: 'Clusters by presence of their device',
      label: 'state',
      read: () => {
        const { clusters: _, ...states } = presence.counts(null);
        return states;
      },
    },
    truyenthanh_playing: { help: 'Clusters that sound now', read: () => ledger.playingNow().size },
    truyenthanh_event_gaps: { help: 'Losses of play events that devices reported', read: ledger.gaps },
    truyenthanh_incidents: { help: 'Incidents not closed, by type', label: 'type', read: incidents.byType },
    truyenthanh_keys_expire_seconds: {
      help: 'Instant at which the list of signing keys expires, in seconds of the epoch',
      read: () => (ring.list()?.expiresAt ?? 0) / 1_000,
    },
    truyenthanh_root_key_on_server: {
      help: '1 while the root key is on this server',
      read: () => (ring.root().sign ? 1 : 0),
    },
    truyenthanh_messages_received: { help: 'Device messages by kind', label: 'kind', read: ingest.received },
    truyenthanh_messages_rejected: {
      help: 'Device messages dropped, by kind and reason',
      label: 'reason',
      read: () => Object.fromEntries(ingest.rejected()),
    },
    truyenthanh_http: {
      help: 'Connections of the HTTP server',
      label: 'what',
      read: () => ({ ...server.stats() }),
    },
    ...(certificate
      ? {
          truyenthanh_certificate_days_left: {
            help: 'Days until the certificate of this server ends',
            read: certificate.daysLeft,
          },
          truyenthanh_certificate_fault: {
            help: '1 while the certificate files that lie there cannot be used and an older one serves',
            read: () => (certificate.fault() === null ? 0 : 1),
          },
        }
      : {}),
    ...(broker
      ? {
          truyenthanh_broker: {
            help: 'Counters of the embedded broker',
            label: 'what',
            read: () => ({ ...broker.stats() }),
          },
        }
      : {}),
  });
};
