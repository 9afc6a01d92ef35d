import { IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useFormat, useT } from '../../i18n/language.tsx';
import { announcementWords } from './announcement-words.ts';
import styles from './reach-line.module.css';
import type { Place } from './start-form.ts';
import { useReach } from './use-reach.ts';

/** Said before the button is held: how many loudspeakers this is about. */
export const ReachLine = ({ place, silences = false }: { place: Place; silences?: boolean }) => {
  const t = useT();
  const format = useFormat();
  const { reach } = useReach(place);
  if (!reach) return null;
  const Icon = silences ? IconVolumeOff : IconVolume;
  return (
    <p className={styles.line} aria-live="polite" data-testid="reach">
      <Icon size={26} stroke={1.7} aria-hidden />
      {reach.clusters === 0 ? (
        <span>{t(place.clusterIds === null ? announcementWords.nobody : announcementWords.noneChosen)}</span>
      ) : (
        <span>
          <strong>
            {t(silences ? announcementWords.willStop : announcementWords.willSound)(
              format.integer(reach.clusters),
            )}
          </strong>
          <span className={styles.note}>
            {t(announcementWords.onlineNow)(format.integer(reach.online))}.{' '}
            {reach.online < reach.clusters
              ? t(silences ? announcementWords.lateStop : announcementWords.lateJoin)
              : null}
          </span>
        </span>
      )}
    </p>
  );
};
