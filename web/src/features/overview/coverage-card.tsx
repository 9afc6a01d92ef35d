import { IconArrowRight } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Overview, Share } from '../../../../controller/http/api-type.ts';
import { NO_FIGURE } from '../../format/number-format.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Meter } from '../../ui/meter.tsx';
import { Panel } from '../../ui/panel.tsx';
import styles from './coverage-card.module.css';
import { overviewWords } from './overview-words.ts';

const Rung = ({ label, hint, share }: { label: string; hint: string; share: Share | null }) => {
  const format = useFormat();
  return (
    <li className={styles.rung}>
      <span className={styles.label}>{label}</span>
      <span className={styles.hint}>{hint}</span>
      <span className={styles.number}>
        {share ? format.ratio(share.count, share.total) : NO_FIGURE}
        <strong>{format.percent(share?.percent ?? null)}</strong>
      </span>
      <span className={styles.meter}>
        <Meter percent={share?.percent ?? null} />
      </span>
    </li>
  );
};

/** The official figure, and beside it what devices themselves prove. */
export const CoverageCard = ({
  coverage,
  areaCode,
}: {
  coverage: Overview['coverage'];
  areaCode: string;
}) => {
  const t = useT();
  const format = useFormat();
  const { official } = coverage;
  return (
    <Panel title={t(overviewWords.coverage)}>
      <p className={styles.headline} data-testid="coverage-official">
        <strong>{format.percent(official?.percent ?? null)}</strong>
        <span className={styles.stations}>
          {official ? t(overviewWords.coverageUnit)(format.ratio(official.count, official.total)) : NO_FIGURE}
        </span>
      </p>
      <Meter percent={official?.percent ?? null} tone="bronze" />
      <p className={styles.source}>{t(overviewWords.official)}</p>
      <ul className={styles.ladder}>
        <Rung
          label={t(overviewWords.equipped)}
          hint={t(overviewWords.equippedHint)}
          share={coverage.equipped}
        />
        <Rung
          label={t(overviewWords.reachable)}
          hint={t(overviewWords.reachableHint)}
          share={coverage.reachable}
        />
        <Rung label={t(overviewWords.proven)} hint={t(overviewWords.provenHint)} share={coverage.proven} />
      </ul>
      <Link href={`/dia-ban/${areaCode}`} className={styles.more}>
        {t(overviewWords.toCoverage)}
        <IconArrowRight size={17} aria-hidden />
      </Link>
    </Panel>
  );
};
