import { IconCheck, IconScissors, IconVolumeOff } from '@tabler/icons-react';
import { useT } from '../../i18n/language.tsx';
import { Tag } from '../../ui/tag.tsx';
import type { RowState } from './dry-run-rows.ts';
import { dryRunWords } from './dry-run-words.ts';

const looks = {
  full: { icon: IconCheck, tone: 'good' },
  part: { icon: IconScissors, tone: 'warn' },
  silent: { icon: IconVolumeOff, tone: 'bad' },
} as const;

/** What becomes of it, as icon, colour and word together. */
export const StateMark = ({ state }: { state: RowState }) => {
  const t = useT();
  const { icon: Icon, tone } = looks[state];
  return (
    <Tag tone={tone} icon={<Icon size={15} stroke={2} aria-hidden />}>
      {t(dryRunWords.states[state])}
    </Tag>
  );
};
