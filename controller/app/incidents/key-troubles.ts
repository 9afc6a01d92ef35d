import { type Finding, finding } from '../../domain/incident.ts';
import { daysLeft, renewBeforeDays, signingEnd } from '../../domain/key-ceremony.ts';
import type { KeyRing } from '../documents/key-ring.ts';
import type { Clock } from '../ports/runtime.ts';
import type { IncidentSource } from './incidents.ts';

/** From here on the end of the list is more than a date in the calendar. */
const criticalBeforeDays = 14;

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
      const endAt = signingEnd(list, ring.own());
      const days = daysLeft({ expiresAt: endAt }, clock.now());
      if (days > renewBeforeDays(ring.root().sign !== null)) return [];
      const severity = days < criticalBeforeDays ? 'critical' : 'warning';
      return [findingOf(areaKey, severity, { reason: 'expiring', endAt })];
    },
    gone: () => 'recovered',
  };
};
