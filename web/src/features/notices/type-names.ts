import type { Notice } from '../../../../controller/http/api-type.ts';

/** In the order in which settings and filters name them. */
export const typeNames = [
  'approval-waiting',
  'returned',
  'cut-off-missed',
  'emergency-waiting',
  'break-glass',
  'emergency-started',
  'emergency-not-started',
  'emergency-ended',
  'session-unready',
  'incident-opened',
  'incident-closed',
  'keys-expiring',
  'certificate-expiring',
  'delivery-failed',
] as const satisfies Exclude<Notice['type'], 'test'>[];
