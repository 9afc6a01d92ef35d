import type { PresenceCounts } from '../../../controller/http/api-type.ts';
import { useFormat, useT } from '../i18n/language.tsx';
import { presenceWords } from '../words/domain-words.ts';
import { StackedBar } from './stacked-bar.tsx';

export const presenceStates = ['online', 'late', 'offline', 'unknown'] as const;

const looks = {
  online: { fill: 'var(--tt-good-fill)' },
  late: { fill: 'var(--tt-warn-fill)', pattern: 'dots' },
  offline: { fill: 'var(--tt-bad-fill)' },
  unknown: { fill: 'var(--tt-idle-fill)', pattern: 'hatch' },
} as const;

export const PresenceBar = ({
  counts,
  size = 'md',
}: {
  counts: PresenceCounts;
  size?: 'sm' | 'md' | 'lg';
}) => {
  const t = useT();
  const format = useFormat();
  const label = presenceStates
    .map((state) => `${t(presenceWords[state])} ${format.integer(counts[state])}`)
    .join(', ');
  return (
    <StackedBar
      label={label}
      size={size}
      parts={presenceStates.map((state) => ({ key: state, value: counts[state], ...looks[state] }))}
    />
  );
};
