import { SegmentedControl, Skeleton } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Coverage, Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { coverageQuery } from '../../api/queries.ts';
import { useT } from '../../i18n/language.tsx';
import { useRefetchInterval } from '../../live/live-provider.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { areaWords } from './area-words.ts';
import { AtBar } from './at-bar.tsx';
import { DistrictRow } from './district-row.tsx';
import styles from './districts-page.module.css';
import { type FigureName, figureNames, figureWords } from './figures.ts';
import { sortChildren } from './sort-children.ts';
import { areaHref, useAt } from './use-at.ts';

const DistrictsView = ({ coverage, at }: { coverage: Coverage; at: string | null }) => {
  const t = useT();
  const [figure, setFigure] = useState<FigureName>('official');
  return (
    <>
      <div className={styles.bar}>
        <SegmentedControl
          className={styles.figures}
          size="md"
          aria-label={t(areaWords.figure)}
          value={figure}
          onChange={(value) => setFigure(figureNames.find((name) => name === value) ?? 'official')}
          data={figureNames.map((name) => ({ value: name, label: t(figureWords[name]) }))}
        />
        <Link href={areaHref(coverage.area.code, at)} className={styles.more}>
          {t(areaWords.toTable)}
          <IconArrowRight size={17} aria-hidden />
        </Link>
      </div>
      <ol className={styles.rows}>
        {sortChildren(coverage.children, { column: figure, descending: true }).map((district) => (
          <li key={district.area.code}>
            <DistrictRow district={district} figure={figure} at={at} />
          </li>
        ))}
      </ol>
    </>
  );
};

/** The areas below one's own beside each other, commune by commune. */
export const DistrictsPage = ({ me }: { me: Me }) => {
  const t = useT();
  const { at, today, setAt } = useAt();
  const home = me.user.area.code;
  const refetchInterval = useRefetchInterval(30_000);
  const coverage = useQuery({
    ...coverageQuery(useApi(), home, at),
    refetchInterval: at === null ? refetchInterval : false,
  });
  return (
    <>
      <PageHeader
        title={t(areaWords.districts)}
        lead={t(areaWords.districtsLead)}
        actions={<AtBar area={home} at={at} today={today} onChange={setAt} />}
      />
      <QueryView query={coverage} skeleton={<Skeleton h={520} />}>
        {(data) => <DistrictsView coverage={data} at={at} />}
      </QueryView>
    </>
  );
};
