import { Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PlaybackOutcome } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { playbacksQuery } from '../../api/queries.ts';
import { useT } from '../../i18n/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PlaybackTable } from '../../ui/playback-table.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { asRunWords } from './as-run-words.ts';
import styles from './device-list.module.css';
import type { PlaybackSummary } from './group-by-session.ts';
import { OutcomeChips } from './outcome-chips.tsx';
import { useAreaTitles } from './use-area-titles.ts';

const PAGE_ROWS = 50;

/** The devices of one item, of every outcome or of one. */
export const DeviceList = ({ item, area }: { item: PlaybackSummary; area: string }) => {
  const t = useT();
  const nameOfArea = useAreaTitles();
  const [outcome, setOutcome] = useState<PlaybackOutcome | null>(null);
  const plays = useInfiniteQuery(
    playbacksQuery(useApi(), { area, itemId: item.itemId, outcome, limit: PAGE_ROWS }),
  );
  return (
    <div className={styles.list}>
      <div className={styles.chips}>
        <OutcomeChips counts={item.outcomes} chosen={outcome} onChoose={setOutcome} size="sm" />
      </div>
      <QueryView query={plays} skeleton={<Skeleton h={180} m="md" />}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          return rows.length === 0 ? (
            <Empty title={t(asRunWords.emptyOutcome)} />
          ) : (
            <PlaybackTable label={item.title} rows={rows} first="cluster" nameOfArea={nameOfArea} />
          );
        }}
      </QueryView>
      <ShowMore query={plays} />
    </div>
  );
};
