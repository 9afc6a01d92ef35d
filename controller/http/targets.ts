import type { Directory } from '../app/directory/directory.ts';
import { areasOfTargets, type SessionTarget } from '../domain/session-target.ts';
import { areaByCode, areaRefOf } from './area-ref.ts';
import type { Readable } from './readable.ts';
import type { WireTarget } from './representations/session.ts';

/** Areas go by their code outside and by their key inside. */
export const targetsIn = (directory: Directory, targets: readonly WireTarget[]): SessionTarget[] =>
  targets.map((target) =>
    'clusterId' in target ? target : { areaKey: areaByCode(directory, target.areaCode).key },
  );

/** The areas that somebody must be allowed to act in: whose it is, and where it is heard. */
export const placesOf = (
  directory: Directory,
  { areaKey, targets }: Readonly<{ areaKey: string; targets: readonly SessionTarget[] }>,
): string[] => [areaKey, ...heardIn(directory, targets)];

/** Areas of targets; of a cluster its commune. */
export const heardIn = (directory: Directory, targets: readonly SessionTarget[]): string[] =>
  areasOfTargets(targets, (clusterId) => directory.clusters.get(clusterId)?.areaKey);

/** Without the clusters of communes that may not be read. */
export const targetsSeen = (
  directory: Directory,
  { tops, covers }: Readable,
  { targets }: Readonly<{ targets: readonly SessionTarget[] }>,
): readonly SessionTarget[] =>
  tops === null
    ? targets
    : targets.filter(
        (target) => 'areaKey' in target || covers(directory.clusters.get(target.clusterId)?.areaKey ?? ''),
      );

export const targetsOut = (directory: Directory, targets: readonly SessionTarget[]): WireTarget[] =>
  targets.map((target) =>
    'clusterId' in target ? target : { areaCode: areaRefOf(directory, target.areaKey).code },
  );
