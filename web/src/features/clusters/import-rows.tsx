import type { ImportPreview } from '../../../../controller/http/api-type.ts';
import { useLanguage, useT } from '../../i18n/language.tsx';
import { Tag } from '../../ui/tag.tsx';
import { areaName } from '../../words/area-name.ts';
import styles from './import-rows.module.css';
import { columnWords, importWords } from './import-words.ts';

type Row = ImportPreview['rows'][number];

const tones = { create: 'good', attach: 'good', exists: 'idle', error: 'bad' } as const;

/** As the file heads it. */
const Column = ({ name }: { name: string }) => {
  const t = useT();
  const heading = columnWords[name];
  return heading ? <b>{t(heading)}: </b> : null;
};

/** What becomes of each row; wrong ones first, with what is wrong. */
export const ImportRows = ({ rows }: { rows: readonly Row[] }) => {
  const t = useT();
  const { language } = useLanguage();
  const ordered = [...rows].sort(
    (a, b) => Number(b.state === 'error') - Number(a.state === 'error') || a.line - b.line,
  );
  return (
    <ul className={styles.rows}>
      {ordered.map((row) => (
        <li key={row.line} className={styles.row} data-state={row.state}>
          <span className={styles.line}>
            {t(importWords.line)} {row.line}
          </span>
          <span className={styles.what}>
            <strong>{row.cluster || '–'}</strong>
            <span>
              {[row.commune ? areaName(row.commune) : null, row.serial || null].filter(Boolean).join(' · ')}
            </span>
            {row.errors.map((one) => (
              <span key={`${one.column} ${one.vi}`} className={styles.error}>
                <Column name={one.column} />
                {one[language]}
              </span>
            ))}
          </span>
          <Tag tone={tones[row.state]}>{t(importWords.states[row.state])}</Tag>
        </li>
      ))}
    </ul>
  );
};
