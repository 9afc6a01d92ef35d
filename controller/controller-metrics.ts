import type { Broker } from '../broker/broker.ts';
import type { HttpServer } from './adapters/http/server.ts';
import { createMetrics } from './adapters/metrics.ts';
import type { ServerCertificate } from './adapters/tls/server-certificate.ts';
import type { Incidents } from './app/incidents/incidents.ts';
import type { Ingest } from './app/ingest/ingest.ts';
import type { Ledger } from './app/ledger/ledger.ts';
import type { Presence } from './app/presence/presence.ts';

/** The product's figures beside those of the process. */
export const controllerMetrics = (parts: {
  broker: Broker | null;
  certificate: ServerCertificate | null;
  server: HttpServer;
  ingest: Ingest;
  presence: Presence;
  ledger: Ledger;
  incidents: Incidents;
}): (() => Promise<string>) => {
  const { broker, certificate, server, ingest, presence, ledger, incidents } = parts;
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
