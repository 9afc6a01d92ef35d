import {
  IconBroadcast,
  IconChartBar,
  IconDeviceSpeaker,
  IconHistory,
  IconLayoutDashboard,
  IconMap2,
  IconMicrophone2,
} from '@tabler/icons-react';
import type { Pair } from '../i18n/language.tsx';
import { frameWords } from './frame-words.ts';

export interface Destination {
  readonly href: string;
  readonly label: Pair<string>;
  readonly short?: Pair<string>;
  readonly icon: typeof IconBroadcast;
  /** Paths that belong to it besides its own. */
  isActive(path: string, homeAreaCode: string): boolean;
}

const below =
  (href: string) =>
  (path: string): boolean =>
    path === href || path.startsWith(`${href}/`);

export const destinations = (homeAreaCode: string) => {
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
    isActive: below('/ban-tin'),
  };
  const clusters: Destination = {
    href: '/cum-loa',
    label: frameWords.clusters,
    icon: IconDeviceSpeaker,
    isActive: below('/cum-loa'),
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
  return {
    groups: [
      { label: frameWords.groupWork, items: [overview, sessions, bulletins] },
      { label: frameWords.groupEvidence, items: [clusters, asRun] },
      { label: frameWords.groupAreas, items: [districts, home] },
    ],
    tabs: [overview, sessions, bulletins, clusters],
    rest: [asRun, districts, home],
  };
};
