import { useSearchParams } from 'wouter';
import { useServerNow } from '../../api/api-context.tsx';
import { localDateOf } from '../../format/vietnam-time.ts';

/** The date of the figures, in the page's address: a link to it says the same next year. Null is now. */
export const useAt = () => {
  const [search, setSearch] = useSearchParams();
  const today = localDateOf(useServerNow(60_000));
  const asked = search.get('at');
  const isDate = asked !== null && /^\d{4}-\d{2}-\d{2}$/.test(asked);
  return {
    at: isDate ? asked : null,
    today,
    setAt: (at: string | null): void => setSearch(at === null ? {} : { at }, { replace: true }),
  };
};

/** A page of another area for the same date. */
export const areaHref = (code: string, at: string | null): string =>
  at === null ? `/dia-ban/${code}` : `/dia-ban/${code}?at=${at}`;
