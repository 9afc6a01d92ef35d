import { certificateEnd } from '../../domain/certificate-end.ts';
import type { Finding } from '../../domain/incident.ts';
import type { Clock } from '../ports/runtime.ts';
import type { ServerTrust } from '../ports/server-trust.ts';
import type { IncidentSource } from './incidents.ts';

/**
 * The certificate that browsers and receivers are shown, when a person has to see to it: it ends soon, or newer files
 * lie there that cannot serve. Another certificate taken up ends both.
 */
export const createCertificateTroubles = (deps: {
  certificate: ServerTrust['certificate'];
  /** Where it is everybody's concern. */
  provinceKey: () => string | null;
  clock: Pick<Clock, 'now'>;
}): IncidentSource => {
  const findingOf = (areaKey: string, severity: Finding['severity'], detail: Finding['detail']): Finding => ({
    ...{ type: 'server-certificate', severity, subject: detail.reason ?? '', areaKey, detail },
    ...{ clusterId: null, deviceId: null, sessionId: null, announcementId: null, itemId: null },
  });

  return {
    types: ['server-certificate'],
    look: () => {
      const areaKey = deps.provinceKey();
      const certificate = deps.certificate();
      if (areaKey === null || certificate === null) return [];
      const { notAfter: endAt, refused } = certificate;
      const end = certificateEnd(certificate, deps.clock.now());
      const severity = end === 'imminent' ? 'critical' : 'warning';
      return [
        ...(end === 'far' ? [] : [findingOf(areaKey, severity, { reason: 'expiring', endAt })]),
        ...(refused === null
          ? []
          : [findingOf(areaKey, 'warning', { reason: 'refused', cause: refused, endAt })]),
      ];
    },
    gone: () => 'recovered',
  };
};
