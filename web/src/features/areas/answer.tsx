import { IconCheck, IconMinus } from '@tabler/icons-react';
import { useT } from '../../i18n/language.tsx';
import { commonWords } from '../../words/common-words.ts';
import styles from './answer.module.css';
import { areaWords } from './area-words.ts';

/** A figure of a single commune: yes, not yet, or no evidence. */
export const Answer = ({ value }: { value: boolean | null }) => {
  const t = useT();
  if (value === null) return <span className={styles.none}>{t(commonWords.noFigure)}</span>;
  return (
    <span className={styles.answer} data-yes={value || undefined}>
      {value ? (
        <IconCheck size="1.1em" stroke={2.2} aria-hidden />
      ) : (
        <IconMinus size="1.1em" stroke={2} aria-hidden />
      )}
      {t(value ? areaWords.yes : areaWords.no)}
    </span>
  );
};
