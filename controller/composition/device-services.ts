import { formatClaimLink, type PublicKeyJwk } from '#protocol';
import { photoFiles } from '../adapters/photo-files.ts';
import { sha256, sha256OfBytes } from '../adapters/random.ts';
import { createClaims } from '../app/devices/claims.ts';
import { createClusterImports } from '../app/devices/cluster-imports.ts';
import { createClusterPhotos } from '../app/devices/cluster-photos.ts';
import { createClusters } from '../app/devices/clusters.ts';
import { createDevices } from '../app/devices/devices.ts';
import { createDismissal } from '../app/devices/dismissal.ts';
import { createHearings } from '../app/devices/hearings.ts';
import type { DeviceLink } from '../app/ports/runtime.ts';
import type { ServerTrust } from '../app/ports/server-trust.ts';
import { claimAttempts } from './claim-attempts.ts';
import type { Engine } from './engine.ts';
import type { Foundations } from './foundations.ts';

/** Clusters and receivers: made, claimed, moved, replaced, looked at. */
export const createDeviceServices = (deps: {
  foundations: Foundations;
  engine: Engine;
  link: DeviceLink;
  mqttUrls: () => readonly string[];
  serverTrust: ServerTrust;
  /** Where receivers reach this server. */
  httpUrl: string;
  root: Readonly<{ publicKey: PublicKeyJwk; kid: string }>;
}) => {
  const { foundations, engine, link, mqttUrls, serverTrust, httpUrl, root } = deps;
  const { store, directory, clock, random, log, actors, folders } = foundations;
  const dismiss = createDismissal({ documents: engine.documents, link, clock, log });
  const base = { store, directory, clock, random, log, link, dismiss };
  const configVersion = engine.configVersion.current;
  const claims = createClaims({
    ...base,
    actors,
    digest: sha256,
    mqttUrls,
    caCertificates: serverTrust.caCertificates,
    rootKey: root.publicKey,
    attempts: claimAttempts(),
  });
  return {
    claims,
    claimLink: (code: string) =>
      formatClaimLink({
        origin: httpUrl,
        code,
        rootKeyId: root.kid,
        certificate: serverTrust.tlsFingerprint(),
      }),
    clusters: createClusters({ ...base, publisher: engine.publisher, configVersion }),
    devices: createDevices({ ...base, bringConfig: engine.bringConfig, configVersion }),
    imports: createClusterImports({ ...base, claims }),
    photos: createClusterPhotos({ ...base, files: photoFiles(folders.photos), digestOf: sha256OfBytes }),
    hearings: createHearings({ ...base, ledger: engine.ledger }),
  };
};
