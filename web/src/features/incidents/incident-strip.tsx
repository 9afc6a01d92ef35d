import { IconArrowRight } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useApi } from '../../api/api-context.tsx';
import { incidentsQuery } from '../../api/broadcast-queries.ts';
import { useFormat, useLanguage, useT } from '../../i18n/language.tsx';
import { useRefetchInterval } from '../../live/live-provider.tsx';
import { areaName } from '../../words/area-name.ts';
import { bySeverity } from './incident-order.ts';
import styles from './incident-strip.module.css';
import { incidentWords } from './incident-words.ts';
import { SeverityMark } from './severity-mark.tsx';

const SHOWN = 3;
/** Enough of them to find the gravest. */
const ASKED = 50;

/** What waits for a person, on the overview; nothing where nothing does. */
export const IncidentStrip = ({ area }: { area: string }) => {
  const t = useT();
  const format = useFormat();
  const { language } = useLanguage();
  const refetchInterval = useRefetchInterval(30_000);
  const incidents = useInfiniteQuery({
    ...incidentsQuery(useApi(), { area, state: 'open', limit: ASKED }),
    refetchInterval,
  });
  const [page] = incidents.data?.pages ?? [];
  if (!page || page.counts.open === 0) return null;
  return (
    <section className={styles.strip} aria-labelledby="incidents-heading" data-testid="incident-strip">
      <h2 id="incidents-heading" className={styles.title}>
        {t(incidentWords.stripTitle)(format.integer(page.counts.open))}
      </h2>
      <ul className={styles.list}>
        {bySeverity(page.items)
          .slice(0, SHOWN)
          .map((incident) => (
            <li key={incident.id}>
              <SeverityMark severity={incident.severity} />
              <span className={styles.what}>
                {incident.title[language]}
                <span className={styles.where}> · {areaName(incident.area)}</span>
              </span>
            </li>
          ))}
      </ul>
      <Link href="/su-co" className={styles.more}>
        {t(incidentWords.seeAll)}
        <IconArrowRight size={17} aria-hidden />
      </Link>
    </section>
  );
};
