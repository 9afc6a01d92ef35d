import { Button } from '@mantine/core';
import { useT } from '../i18n/language.tsx';
import { commonWords } from '../words/common-words.ts';
import styles from './show-more.module.css';

interface ShowMoreProps {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    fetchNextPage(): unknown;
  };
}

/** The next page of a list, by the server's cursor. */
export const ShowMore = ({ query }: ShowMoreProps) => {
  const t = useT();
  if (!query.hasNextPage) return null;
  return (
    <div className={styles.root}>
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t(commonWords.more)}
      </Button>
    </div>
  );
};
