import type { Broker } from '../broker/broker.ts';
import { createMetrics } from './adapters/metrics.ts';
import type { Incidents } from './app/incidents/incidents.ts';
import type { Ingest } from './app/ingest/ingest.ts';
import type { Ledger } from './app/ledger/ledger.ts';
import type { Presence } from './app/presence/presence.ts';

/** The product's figures beside those of the process. */
export const controllerMetrics = (parts: {
  broker: Broker | null;
  ingest: Ingest;
  presence: Presence;
  ledger: Ledger;
  incidents: Incidents;
}): (() => Promise<string>) => {
  const { broker, ingest, presence, ledger, incidents } = parts;
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
