import type { DeviceState, Heartbeat } from '#protocol';
import type { IncidentDetail, IncidentSeverity } from './incident.ts';

/** What a heartbeat can complain of. */
export const healthTypes = ['clock', 'cache', 'supply', 'temperature'] as const;
export type HealthType = (typeof healthTypes)[number];

export type Trouble = Readonly<{ severity: IncidentSeverity; detail: IncidentDetail }>;

/** Past the first bound trouble begins, and it lasts until the second is reached: no flapping in between. */
type Bounds = Readonly<{ from: number; until: number }>;
const above = (value: number, { from, until }: Bounds, isRaised: boolean): boolean =>
  value > (isRaised ? until : from);
const below = (value: number, { from, until }: Bounds, isRaised: boolean): boolean =>
  value < (isRaised ? until : from);

const clockErrorMs: Bounds = { from: 5_000, until: 2_000 };
/** Less cannot hold a day's programme. */
const freeBytes: Bounds = { from: 20_000_000, until: 40_000_000 };
/** A lead battery below this is nearly empty under load. */
const lowVolts = 11.8;
const celsius: Bounds = { from: 70, until: 65 };
const hotCelsius = 85;

/**
 * How far the clock on the board was moved is no trouble: one without a battery begins anywhere, and what it was
 * moved by is corrected. What counts is how well the device knows the time.
 */
const clockTrouble = ({ clock }: Heartbeat, isRaised: boolean, maxErrorMs: number): Trouble | null => {
  if (clock === null) return { severity: 'critical', detail: { reason: 'not-set', clockErrorMs: null } };
  const facts = { clockErrorMs: clock.errorMs, clockOffsetMs: clock.offsetMs };
  // It says of itself that it may not play.
  if (clock.errorMs > maxErrorMs) return { severity: 'critical', detail: { reason: 'error', ...facts } };
  return above(clock.errorMs, clockErrorMs, isRaised)
    ? { severity: 'warning', detail: { reason: 'error', ...facts } }
    : null;
};

const cacheTrouble = ({ cache }: Heartbeat, isRaised: boolean): Trouble | null => {
  const facts = { missing: cache.missing, freeBytes: cache.freeBytes };
  if (below(cache.freeBytes, freeBytes, isRaised)) {
    const severity = cache.missing > 0 ? 'critical' : 'warning';
    return { severity, detail: { reason: 'disk-full', ...facts } };
  }
  return cache.missing > 0 ? { severity: 'warning', detail: { reason: 'missing', ...facts } } : null;
};

const supplyTrouble = ({ supply }: Heartbeat): Trouble | null => {
  if (supply === null || supply.mains) return null;
  return supply.volts < lowVolts
    ? { severity: 'critical', detail: { reason: 'battery', volts: supply.volts } }
    : { severity: 'warning', detail: { reason: 'mains', volts: supply.volts } };
};

const temperatureTrouble = ({ temperatureC }: Heartbeat, isRaised: boolean): Trouble | null =>
  temperatureC !== null && above(temperatureC, celsius, isRaised)
    ? { severity: temperatureC > hotCelsius ? 'critical' : 'warning', detail: { celsius: temperatureC } }
    : null;

type MissingReason = DeviceState['missing'][number]['reason'];

/** The gravest first: what no patience mends, then what the network may. */
const gravest: readonly MissingReason[] = [
  'disk-full',
  'not-found',
  'hash-mismatch',
  'unreachable',
  'fetching',
  'queued',
];

/** Missing audio with the reason that the device's last report gives for it. */
export const withCause = (trouble: Trouble, missing: DeviceState['missing']): Trouble => {
  const reasons = new Set(missing.map(({ reason }) => reason));
  const cause = gravest.find((reason) => reasons.has(reason));
  if (cause === undefined) return trouble;
  return cause === 'disk-full'
    ? { severity: 'critical', detail: { ...trouble.detail, reason: 'disk-full', cause } }
    : { ...trouble, detail: { ...trouble.detail, cause } };
};

/**
 * What a heartbeat says is wrong, null for nothing. Asked for every device again and again, so it makes
 * nothing while all is well. `isRaised`: an incident of that type is open for the device.
 */
export const troubleOf = (
  type: HealthType,
  heartbeat: Heartbeat,
  isRaised: boolean,
  limits: Readonly<{ maxClockErrorMs: number }>,
): Trouble | null => {
  switch (type) {
    case 'clock':
      return clockTrouble(heartbeat, isRaised, limits.maxClockErrorMs);
    case 'cache':
      return cacheTrouble(heartbeat, isRaised);
    case 'supply':
      return supplyTrouble(heartbeat);
    case 'temperature':
      return temperatureTrouble(heartbeat, isRaised);
  }
};
