import type { KeysDocument } from '#protocol';
import { type Finding, finding } from '../../domain/incident.ts';
import { daysLeft, warnBeforeDays } from '../../domain/key-ceremony.ts';
import type { KeyRing } from '../documents/key-ring.ts';
import type { Clock } from '../ports/runtime.ts';
import type { IncidentSource } from './incidents.ts';

/** From here on the end of the list is more than a date in the calendar. */
const criticalBeforeDays = 14;
/** A root that is on the server leaves nine days at least, by signing anew every day: less says that it cannot. */
const stuckBeforeDays = 6;

/** When nothing new can be signed any more: the list ends, or the last of our keys in it does. */
const endOf = ({ keys, expiresAt }: KeysDocument, own: readonly string[]): number => {
  const ours = keys.filter(({ kid, revokedAt }) => own.includes(kid) && revokedAt === undefined);
  return Math.min(expiresAt, Math.max(0, ...ours.map(({ notAfter }) => notAfter)));
};

/** Signing keys that a person has to see to: a list that only an offline root can renew, or no key that may sign. */
export const createKeyTroubles = (deps: {
  ring: Pick<KeyRing, 'list' | 'root' | 'rotation' | 'own'>;
  /** Where it is everybody's concern. */
  provinceKey: () => string | null;
  clock: Pick<Clock, 'now'>;
}): IncidentSource => {
  const { ring, clock } = deps;

  const findingOf = (areaKey: string, severity: Finding['severity'], detail: Finding['detail']): Finding =>
    finding({
      type: 'signing-keys',
      severity,
      subject: detail.reason ?? '',
      areaKey,
      detail,
    });

  return {
    types: ['signing-keys'],
    look: () => {
      const areaKey = deps.provinceKey();
      const list = ring.list();
      if (areaKey === null) return [];
      if (ring.rotation().signing === null) return [findingOf(areaKey, 'critical', { reason: 'no-key' })];
      if (!list) return [];
      const endAt = endOf(list, ring.own());
      const days = daysLeft({ expiresAt: endAt }, clock.now());
      if (days > (ring.root().sign ? stuckBeforeDays : warnBeforeDays)) return [];
      const severity = days < criticalBeforeDays ? 'critical' : 'warning';
      return [findingOf(areaKey, severity, { reason: 'expiring', endAt })];
    },
    gone: () => 'recovered',
  };
};
