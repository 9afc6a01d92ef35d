import type { Directory } from '../app/directory/directory.ts';
import type { SessionTarget } from '../app/ports/rows.ts';
import { areaByCode, areaRefOf } from './area-ref.ts';
import type { WireTarget } from './representations/session.ts';

/** Areas go by their code outside and by their key inside. */
export const targetsIn = (directory: Directory, targets: readonly WireTarget[]): SessionTarget[] =>
  targets.map((target) =>
    'clusterId' in target ? target : { areaKey: areaByCode(directory, target.areaCode).key },
  );

export const targetsOut = (directory: Directory, targets: readonly SessionTarget[]): WireTarget[] =>
  targets.map((target) =>
    'clusterId' in target ? target : { areaCode: areaRefOf(directory, target.areaKey).code },
  );
