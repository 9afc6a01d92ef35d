import { Button } from '@mantine/core';
import { IconCalendarPlus } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Overview } from '../../../../controller/http/api-type.ts';
import { DrumMotif } from '../../frame/brand.tsx';
import { useT } from '../../i18n/language.tsx';
import { LaterSessions } from './later-sessions.tsx';
import { NextSession } from './next-session.tsx';
import { OnAir } from './on-air.tsx';
import { overviewWords } from './overview-words.ts';
import styles from './session-hero.module.css';

/** What is on air, or what comes next: the first thing an operator wants to know. */
export const SessionHero = ({ overview }: { overview: Overview }) => {
  const t = useT();
  const [current] = overview.current;
  const [next, ...rest] = overview.next;
  const later = current ? overview.next : rest;

  return (
    <section className={styles.hero} data-live={current ? true : undefined} data-testid="session-hero">
      <DrumMotif className={styles.motif} />
      {current ? <OnAir entries={overview.current} playing={overview.playing} /> : null}
      {!current && next ? <NextSession entry={next} /> : null}
      {!current && !next ? (
        <div className={styles.main} data-empty>
          <h2 className={styles.title}>{t(overviewWords.noSession)}</h2>
          <p className={styles.note}>{t(overviewWords.noSessionHint)}</p>
          <Button
            component={Link}
            href="/buoi-phat?dat-lich"
            variant="white"
            color="cham.9"
            leftSection={<IconCalendarPlus size={18} aria-hidden />}
          >
            {t(overviewWords.schedule)}
          </Button>
        </div>
      ) : null}
      {later.length > 0 ? <LaterSessions entries={later.slice(0, 3)} /> : null}
    </section>
  );
};
