import { useT } from '../i18n/language.tsx';
import { type AnnouncementKind, announcementMarks } from '../words/domain-words.ts';
import { KindIcon } from './kind-icon.tsx';
import styles from './kind-mark.module.css';

/** Which kind it is, by colour, pattern, icon and word together: an exercise is never taken for the real thing. */
export const KindMark = ({ kind }: { kind: AnnouncementKind }) => {
  const t = useT();
  return (
    <span className={styles.mark} data-kind={kind}>
      <KindIcon kind={kind} size={16} />
      {t(announcementMarks[kind])}
    </span>
  );
};
