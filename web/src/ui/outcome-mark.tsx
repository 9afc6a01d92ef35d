import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconClockX,
  IconHelpCircle,
  IconHourglassHigh,
  IconPlayerSkipForward,
  IconPlayerStop,
} from '@tabler/icons-react';
import { useT } from '../i18n/language.tsx';
import { outcomeWords, type ShownOutcome } from '../words/domain-words.ts';
import styles from './mark.module.css';

const icons = {
  played: IconCheck,
  awaiting: IconHourglassHigh,
  unknown: IconHelpCircle,
  interrupted: IconPlayerStop,
  skipped: IconPlayerSkipForward,
  failed: IconAlertTriangle,
  missed: IconClockX,
  cancelled: IconBan,
} as const;

const tones = {
  played: 'good',
  awaiting: 'sound',
  unknown: 'idle',
  interrupted: 'warn',
  skipped: 'idle',
  failed: 'bad',
  missed: 'bad',
  cancelled: 'idle',
} as const;

export const OutcomeIcon = ({ outcome, size = 16 }: { outcome: ShownOutcome; size?: number }) => {
  const Icon = icons[outcome];
  return <Icon size={size} stroke={2} aria-hidden className={styles.icon} data-tone={tones[outcome]} />;
};

/** An outcome as icon, colour and word together. */
export const OutcomeMark = ({ outcome }: { outcome: ShownOutcome }) => {
  const t = useT();
  return (
    <span className={styles.mark} data-tone={tones[outcome]}>
      <OutcomeIcon outcome={outcome} size={15} />
      {t(outcomeWords[outcome])}
    </span>
  );
};
