import { isUrgent, type NoticeType } from './notice.ts';
import { type Grant, roleMay } from './permissions.ts';

/** How somebody is told: the page's list, the browser or telephone, or a letter. */
export const noticeChannels = ['page', 'push', 'email'] as const;
export type NoticeChannel = (typeof noticeChannels)[number];

/** What somebody chose, `returned.email: false`; what is missing follows the default. */
export type NoticeChoices = Readonly<Partial<Record<`${NoticeType}.${NoticeChannel}`, boolean>>>;

const everywhere: readonly NoticeChannel[] = ['page', 'push', 'email'];

const defaults: Readonly<Record<NoticeType, readonly NoticeChannel[]>> = {
  'approval-waiting': everywhere,
  returned: everywhere,
  'cut-off-missed': everywhere,
  'emergency-waiting': everywhere,
  'break-glass': everywhere,
  'emergency-started': everywhere,
  'emergency-not-started': everywhere,
  'emergency-ended': ['page', 'push'],
  'session-unready': ['page', 'push'],
  'incident-opened': ['page'],
  'incident-closed': [],
  'keys-expiring': ['page', 'email'],
  'certificate-expiring': ['page', 'email'],
  'delivery-failed': ['page', 'email'],
  test: everywhere,
};

/** Whether the choice is nobody's to make: what is urgent always stands in the page's list. */
export const isFixed = (type: NoticeType, channel: NoticeChannel): boolean =>
  type === 'test' || (channel === 'page' && isUrgent(type));

/** Incidents are the technicians' by default; others subscribe. */
export const defaultChoice = (
  type: NoticeType,
  channel: NoticeChannel,
  grants: readonly Grant[],
): boolean => {
  const isTechnical = grants.some(({ role }) => roleMay(role, 'devices.write'));
  return defaults[type].includes(channel) && (type !== 'incident-opened' || isTechnical);
};

export const wants = (
  choices: NoticeChoices,
  type: NoticeType,
  channel: NoticeChannel,
  grants: readonly Grant[],
): boolean => {
  const byDefault = defaultChoice(type, channel, grants);
  return isFixed(type, channel) ? byDefault : (choices[`${type}.${channel}`] ?? byDefault);
};
