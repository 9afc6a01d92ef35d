import { IconClockPause, IconHelpCircle, IconPlugConnectedX, IconWifi } from '@tabler/icons-react';
import type { PresenceState } from '../../../controller/http/api-type.ts';
import { useT } from '../i18n/language.tsx';
import { presenceWords } from '../words/domain-words.ts';
import styles from './mark.module.css';

const icons = {
  online: IconWifi,
  late: IconClockPause,
  offline: IconPlugConnectedX,
  unknown: IconHelpCircle,
} as const;

const tones = { online: 'good', late: 'warn', offline: 'bad', unknown: 'idle' } as const;

export const PresenceIcon = ({ state, size = 16 }: { state: PresenceState; size?: number }) => {
  const Icon = icons[state];
  return <Icon size={size} stroke={1.9} aria-hidden className={styles.icon} data-tone={tones[state]} />;
};

/** A cluster's connection as icon, colour and word together. */
export const PresenceMark = ({ state }: { state: PresenceState }) => {
  const t = useT();
  return (
    <span className={styles.mark} data-tone={tones[state]}>
      <PresenceIcon state={state} size={15} />
      {t(presenceWords[state])}
    </span>
  );
};
