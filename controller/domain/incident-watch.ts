import type { Finding, IncidentType } from './incident.ts';

/** How long a cause must last before it is an incident, and be gone before the incident is closed. */
export type WatchRule = Readonly<{ raiseAfterMs: number; clearAfterMs: number }>;

const second = 1_000;
const minute = 60 * second;

/** A silence and an announcement have their own patience where they are found. */
const watchRules: Readonly<Record<IncidentType, WatchRule>> = {
  'silent-device': { raiseAfterMs: 0, clearAfterMs: minute },
  network: { raiseAfterMs: 30 * second, clearAfterMs: minute },
  // A change of the program at the last minute reaches everybody within seconds.
  'unready-session': { raiseAfterMs: minute, clearAfterMs: minute },
  clock: { raiseAfterMs: 2 * minute, clearAfterMs: 2 * minute },
  cache: { raiseAfterMs: 10 * minute, clearAfterMs: minute },
  supply: { raiseAfterMs: minute, clearAfterMs: 5 * minute },
  temperature: { raiseAfterMs: minute, clearAfterMs: 5 * minute },
  'signing-keys': { raiseAfterMs: 30 * second, clearAfterMs: 0 },
  'server-certificate': { raiseAfterMs: 0, clearAfterMs: 0 },
  'announcement-not-started': { raiseAfterMs: 0, clearAfterMs: 0 },
  // These happen and are over; nothing lasts.
  deviation: { raiseAfterMs: 0, clearAfterMs: 0 },
  'spool-gap': { raiseAfterMs: 0, clearAfterMs: 0 },
  'shared-credentials': { raiseAfterMs: 0, clearAfterMs: 0 },
  'break-glass': { raiseAfterMs: 0, clearAfterMs: 0 },
};

/** Audio is fetched within minutes; a full disk does not pass by itself. */
const fullDisk: WatchRule = { raiseAfterMs: minute, clearAfterMs: minute };

/** Files are put in place one after the other, and do not fit together until the last. */
const halfRenewed: WatchRule = { raiseAfterMs: 30 * second, clearAfterMs: 0 };

export const watchRuleOf = ({ type, detail }: Pick<Finding, 'type' | 'detail'>): WatchRule => {
  if (type === 'cache' && detail.reason === 'disk-full') return fullDisk;
  return type === 'server-certificate' && detail.reason === 'refused' ? halfRenewed : watchRules[type];
};

/** One cause under watch. `raised` turns true once for each time that it begins, false once it is gone. */
export type Watch = Readonly<{ presentSince: number | null; absentSince: number | null; raised: boolean }>;

export const newWatch: Watch = { presentSince: null, absentSince: null, raised: false };
/** Of a cause that an earlier run of the controller has raised. */
export const raisedWatch: Watch = { presentSince: null, absentSince: null, raised: true };

/** The cause is there. */
export const watchPresent = (watch: Watch, nowMs: number, rule: WatchRule): Watch => {
  const presentSince = watch.presentSince ?? nowMs;
  const raised = watch.raised || nowMs - presentSince >= rule.raiseAfterMs;
  return watch.presentSince === presentSince && watch.absentSince === null && watch.raised === raised
    ? watch
    : { presentSince, absentSince: null, raised };
};

/** The cause is seen not to be there, which is more than not being seen. */
export const watchAbsent = (watch: Watch, nowMs: number, rule: WatchRule): Watch => {
  const absentSince = watch.absentSince ?? nowMs;
  return { presentSince: null, absentSince, raised: watch.raised && nowMs - absentSince < rule.clearAfterMs };
};
