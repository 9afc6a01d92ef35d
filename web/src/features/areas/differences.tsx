import { Button } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Coverage } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { areaTitle } from '../../words/area-name.ts';
import { areaWords } from './area-words.ts';
import styles from './differences.module.css';
import { areaHref } from './use-at.ts';

type Difference = Coverage['differences'][number];

const kinds = ['official-not-equipped', 'equipped-not-official', 'published-differs'] as const;

const noteOf = (
  { kind, note }: Difference,
  technology: Readonly<Record<string, string>>,
  noRecord: string,
  published: (note: string) => string,
): string | null => {
  switch (kind) {
    case 'official-not-equipped':
      return null;
    case 'equipped-not-official':
      return note === '' ? noRecord : (technology[note] ?? note);
    case 'published-differs':
      return published(note);
  }
};

/** More names than these are shown on demand. */
const SHOWN = 12;

interface KindProps {
  readonly kind: Difference['kind'];
  readonly differences: readonly Difference[];
  readonly at: string | null;
}

const Kind = ({ kind, differences, at }: KindProps) => {
  const t = useT();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const words = [t(areaWords.technology), t(areaWords.noRecord), t(areaWords.publishedNote)] as const;
  return (
    <section className={styles.kind}>
      <h3 className={styles.title}>
        {t(areaWords[kind])} <span>{format.integer(differences.length)}</span>
      </h3>
      <ul className={styles.areas}>
        {differences.slice(0, all ? differences.length : SHOWN).map((difference) => {
          const note = noteOf(difference, ...words);
          return (
            <li key={`${difference.area.code} ${difference.note}`}>
              <Link href={areaHref(difference.area.code, at)}>{areaTitle(difference.area)}</Link>
              {note === null ? null : <span className={styles.note}>{note}</span>}
            </li>
          );
        })}
      </ul>
      {all || differences.length <= SHOWN ? null : (
        <Button variant="default" size="sm" mt="sm" onClick={() => setAll(true)}>
          {t(areaWords.showAll)(format.integer(differences.length))}
        </Button>
      )}
    </section>
  );
};

/** Where records, publications and devices contradict each other: for somebody to look into. */
export const Differences = ({
  differences,
  at,
}: {
  differences: readonly Difference[];
  at: string | null;
}) => {
  const t = useT();
  return (
    <Panel title={t(areaWords.differences)} className={styles.panel}>
      {differences.length === 0 ? (
        <p className={styles.none}>
          <IconCircleCheck size={20} stroke={1.8} aria-hidden />
          {t(areaWords.noDifferences)}
        </p>
      ) : (
        kinds.map((kind) => {
          const ofKind = differences.filter((difference) => difference.kind === kind);
          return ofKind.length === 0 ? null : <Kind key={kind} kind={kind} differences={ofKind} at={at} />;
        })
      )}
    </Panel>
  );
};
