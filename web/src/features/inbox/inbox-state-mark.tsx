import { IconCheck, IconHourglassHigh, IconVolumeOff } from '@tabler/icons-react';
import type { InboxEntry } from '../../../../controller/http/api-type.ts';
import { useT } from '../../i18n/language.tsx';
import { Tag } from '../../ui/tag.tsx';
import { inboxWords } from './inbox-words.ts';

const looks = {
  waiting: { icon: IconHourglassHigh, tone: 'sound' },
  placed: { icon: IconCheck, tone: 'good' },
  declined: { icon: IconVolumeOff, tone: 'idle' },
} as const;

export const InboxStateMark = ({ state }: { state: InboxEntry['state'] }) => {
  const t = useT();
  const { icon: Icon, tone } = looks[state];
  return (
    <Tag tone={tone} icon={<Icon size={15} stroke={1.9} aria-hidden />}>
      {t(inboxWords.states[state])}
    </Tag>
  );
};
