import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useApi } from '../../api/api-context.tsx';
import { areaQuery } from '../../api/queries.ts';
import { useT } from '../../i18n/language.tsx';
import { areaTitle } from '../../words/area-name.ts';
import { areaWords } from './area-words.ts';
import styles from './breadcrumbs.module.css';
import { areaHref } from './use-at.ts';

const useArea = (code: string | null | undefined) => {
  const api = useApi();
  return useQuery({ ...areaQuery(api, code ?? ''), enabled: typeof code === 'string' }).data;
};

/** The areas above, the largest first. */
export const Breadcrumbs = ({ code, at }: { code: string; at: string | null }) => {
  const t = useT();
  const parent = useArea(useArea(code)?.parentCode);
  const grandparent = useArea(parent?.parentCode);
  const above = [grandparent, parent].filter((area) => area !== undefined);
  if (above.length === 0) return null;
  return (
    <nav aria-label={t(areaWords.breadcrumbs)}>
      <ol className={styles.path}>
        {above.map((area) => (
          <li key={area.key}>
            <Link href={areaHref(area.code, at)}>{areaTitle(area)}</Link>
          </li>
        ))}
      </ol>
    </nav>
  );
};
