import { IconPlugConnectedX } from '@tabler/icons-react';
import { useT } from '../i18n/language.tsx';
import { useServerReached } from '../live/use-server-reached.ts';
import { frameWords } from './frame-words.ts';
import styles from './server-strip.module.css';

/** On screens too narrow for the bar's own mark: what is shown may be old. */
export const ServerStrip = () => {
  const t = useT();
  const reached = useServerReached();
  return (
    <div role="status">
      {reached ? null : (
        <p className={styles.strip}>
          <IconPlugConnectedX size={18} stroke={1.8} aria-hidden />
          {t(frameWords.streamDown)}
        </p>
      )}
    </div>
  );
};
