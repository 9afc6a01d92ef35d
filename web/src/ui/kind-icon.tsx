import { IconBellRinging, IconHandStop, IconMicrophone, IconRun, IconUrgent } from '@tabler/icons-react';
import type { AnnouncementKind } from '../words/domain-words.ts';

const icons = {
  emergency: IconUrgent,
  exercise: IconRun,
  test: IconBellRinging,
  live: IconMicrophone,
  stop: IconHandStop,
} as const;

export const KindIcon = ({ kind, size = 22 }: { kind: AnnouncementKind; size?: number }) => {
  const Icon = icons[kind];
  return <Icon size={size} stroke={1.9} aria-hidden />;
};
