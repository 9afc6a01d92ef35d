import {
  IconAlertTriangle,
  IconBroadcast,
  IconCalendarSearch,
  IconChartBar,
  IconDeviceSpeaker,
  IconFingerprint,
  IconHistory,
  IconInbox,
  IconKey,
  IconLayoutDashboard,
  IconMap2,
  IconMicrophone2,
  IconMoonStars,
  IconUrgent,
  IconUsers,
} from '@tabler/icons-react';
import type { Me } from '../../../controller/http/api-type.ts';
import type { Pair } from '../i18n/language.tsx';
import { frameWords } from './frame-words.ts';
import { mayDo } from './may-do.ts';

/** What waits behind a destination, counted beside its name. */
export type CountName = 'incidents' | 'inbox' | 'approvals';

export interface Destination {
  readonly href: string;
  readonly label: Pair<string>;
  readonly short?: Pair<string>;
  readonly icon: typeof IconBroadcast;
  readonly count?: CountName;
  /** Stands out: it is looked for in a hurry. */
  readonly urgent?: true;
  /** Shown to whom it concerns: those who may do this somewhere. */
  readonly needs?: Me['permissions'][number]['action'];
  /** Paths that belong to it besides its own. */
  isActive(path: string, homeAreaCode: string): boolean;
}

export interface DestinationGroup {
  readonly label: Pair<string>;
  readonly items: readonly Destination[];
}

const below =
  (href: string) =>
  (path: string): boolean =>
    path === href || path.startsWith(`${href}/`);

export const destinations = (me: Me) => {
  const homeAreaCode = me.user.area.code;
  const overview: Destination = {
    href: '/',
    label: frameWords.overview,
    icon: IconLayoutDashboard,
    isActive: (path) => path === '/',
  };
  const sessions: Destination = {
    href: '/buoi-phat',
    label: frameWords.sessions,
    short: frameWords.sessionsShort,
    icon: IconBroadcast,
    isActive: below('/buoi-phat'),
  };
  const bulletins: Destination = {
    href: '/ban-tin',
    label: frameWords.bulletins,
    icon: IconMicrophone2,
    count: 'approvals',
    isActive: below('/ban-tin'),
  };
  const clusters: Destination = {
    href: '/cum-loa',
    label: frameWords.clusters,
    icon: IconDeviceSpeaker,
    isActive: below('/cum-loa'),
  };
  const emergency: Destination = {
    href: '/khan-cap',
    label: frameWords.emergency,
    short: frameWords.emergencyShort,
    icon: IconUrgent,
    urgent: true,
    isActive: below('/khan-cap'),
  };
  const inbox: Destination = {
    href: '/cap-tren-gui',
    label: frameWords.inbox,
    icon: IconInbox,
    count: 'inbox',
    isActive: below('/cap-tren-gui'),
  };
  const dryRun: Destination = {
    href: '/du-kien',
    label: frameWords.dryRun,
    icon: IconCalendarSearch,
    isActive: below('/du-kien'),
  };
  const policy: Destination = {
    href: '/khung-gio',
    label: frameWords.policy,
    icon: IconMoonStars,
    isActive: below('/khung-gio'),
  };
  const incidents: Destination = {
    href: '/su-co',
    label: frameWords.incidents,
    icon: IconAlertTriangle,
    count: 'incidents',
    isActive: below('/su-co'),
  };
  const asRun: Destination = {
    href: '/nhat-ky',
    label: frameWords.asRun,
    icon: IconHistory,
    isActive: below('/nhat-ky'),
  };
  const districts: Destination = {
    href: '/huyen',
    label: frameWords.districts,
    icon: IconMap2,
    isActive: (path) =>
      below('/huyen')(path) || (path.startsWith('/dia-ban/') && path !== `/dia-ban/${homeAreaCode}`),
  };
  const home: Destination = {
    href: `/dia-ban/${homeAreaCode}`,
    label: frameWords.home,
    icon: IconChartBar,
    isActive: (path) => path === `/dia-ban/${homeAreaCode}`,
  };
  const people: Destination = {
    href: '/nguoi-dung',
    label: frameWords.people,
    icon: IconUsers,
    needs: 'people.write',
    isActive: below('/nguoi-dung'),
  };
  const audit: Destination = {
    href: '/nhat-ky-he-thong',
    label: frameWords.audit,
    icon: IconFingerprint,
    needs: 'audit.read',
    isActive: below('/nhat-ky-he-thong'),
  };
  const keys: Destination = {
    href: '/khoa',
    label: frameWords.keys,
    icon: IconKey,
    needs: 'audit.read',
    isActive: below('/khoa'),
  };
  const broadcast = [overview, sessions, bulletins, inbox, emergency];
  const rules = [dryRun, policy];
  const evidence = [incidents, clusters, asRun];
  const areas = [districts, home];
  const tabs = [overview, sessions, emergency, bulletins];
  const all: DestinationGroup[] = [
    { label: frameWords.groupWork, items: broadcast },
    { label: frameWords.groupRules, items: rules },
    { label: frameWords.groupEvidence, items: evidence },
    { label: frameWords.groupAreas, items: areas },
    { label: frameWords.groupSystem, items: [people, audit, keys] },
  ];
  const groups = all
    .map(({ label, items }) => ({
      label,
      items: items.filter(({ needs }) => needs === undefined || mayDo(me, needs)),
    }))
    .filter(({ items }) => items.length > 0);
  return {
    groups,
    /** On a phone: within the thumb's reach. */
    tabs,
    /** On a phone: behind “more”, in the same groups. */
    rest: groups
      .map(({ label, items }) => ({ label, items: items.filter((item) => !tabs.includes(item)) }))
      .filter(({ items }) => items.length > 0),
  };
};
