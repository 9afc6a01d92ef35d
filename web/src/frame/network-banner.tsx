import { IconCloudOff } from '@tabler/icons-react';
import type { Me } from '../../../controller/http/api-type.ts';
import { useServerNow } from '../api/api-context.tsx';
import { useFormat, useT } from '../i18n/language.tsx';
import { frameWords } from './frame-words.ts';
import styles from './network-banner.module.css';

/** Only in the demo: while its network is cut, every page says what that means for residents and for figures. */
export const NetworkBanner = ({ me }: { me: Me }) => {
  const t = useT();
  const format = useFormat();
  const now = useServerNow();
  const left = me.networkCutUntil === null ? 0 : Date.parse(me.networkCutUntil) - now;
  if (left <= 0) return null;
  return (
    <div className={styles.banner} role="status">
      <IconCloudOff size={24} stroke={1.7} aria-hidden className={styles.icon} />
      <div className={styles.text}>
        <strong>{t(frameWords.networkDown)}</strong>
        <span>{t(frameWords.networkExplained)}</span>
      </div>
      <span className={styles.left} aria-live="off">
        {t(frameWords.networkBack)(format.countdown(left))}
      </span>
    </div>
  );
};
