import { useState } from 'react';
import { Link } from 'wouter';
import type { CoverageChild } from '../../../../controller/http/api-type.ts';
import { NO_FIGURE } from '../../format/number-format.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import table from '../../ui/card-table.module.css';
import { Meter } from '../../ui/meter.tsx';
import { Panel } from '../../ui/panel.tsx';
import { areaTitle } from '../../words/area-name.ts';
import { Answer } from './answer.tsx';
import { areaWords } from './area-words.ts';
import styles from './children-table.module.css';
import { answerOf, type FigureName, figureNames, figureWords } from './figures.ts';
import { nextSorting, type SortColumn, type Sorting, sortChildren } from './sort-children.ts';
import { columnWords, SortHeader, SortSelect } from './sort-controls.tsx';
import { areaHref } from './use-at.ts';

const columns: readonly SortColumn[] = ['name', ...figureNames, 'clusters'];

const FigureCell = ({ child, name }: { child: CoverageChild; name: FigureName }) => {
  const t = useT();
  const format = useFormat();
  const share = child[name];
  return (
    <td className={styles.figure}>
      <span className={table.label}>{t(figureWords[name])}</span>
      {child.area.level === 'commune' || share === null ? (
        <Answer value={answerOf(share)} />
      ) : (
        <>
          <span className={styles.number}>
            <strong>{format.percent(share.percent)}</strong>
            <span className={styles.ratio}>{format.ratio(share.count, share.total)}</span>
          </span>
          <Meter percent={share.percent} tone={name === 'official' ? 'bronze' : 'sound'} />
        </>
      )}
    </td>
  );
};

const Row = ({ child, at }: { child: CoverageChild; at: string | null }) => {
  const t = useT();
  const format = useFormat();
  const { total, online } = child.clusters;
  return (
    <tr data-testid={`area-${child.area.code}`}>
      <th scope="row" data-wide>
        <Link href={areaHref(child.area.code, at)} className={styles.name}>
          {areaTitle(child.area)}
        </Link>
      </th>
      {figureNames.map((name) => (
        <FigureCell key={name} child={child} name={name} />
      ))}
      <td className={styles.clusters} data-wide>
        <span className={table.label}>{t(areaWords.clustersOnline)}</span>
        {total === 0 ? NO_FIGURE : online === null ? format.integer(total) : format.ratio(online, total)}
      </td>
    </tr>
  );
};

/** The areas below with the same figures, in the order that one asks for. */
export const ChildrenTable = ({ areas, at }: { areas: readonly CoverageChild[]; at: string | null }) => {
  const t = useT();
  const [sorting, setSorting] = useState<Sorting>({ column: 'name', descending: false });
  const sort = (column: SortColumn): void => setSorting(nextSorting(sorting, column));
  const level = areas[0]?.area.level;
  if (level === undefined) return null;
  return (
    <Panel
      flush
      className={styles.panel}
      title={t(level === 'district' ? areaWords.districts : areaWords.communes)}
      aside={<span>{areas.length}</span>}
    >
      <div className={styles.sort}>
        <SortSelect columns={columns} sorting={sorting} onChange={setSorting} />
      </div>
      <table className={table.table} aria-label={t(areaWords.children)}>
        <thead>
          <tr>
            {columns.map((column) => (
              <SortHeader
                key={column}
                label={t(columnWords[column])}
                direction={sorting.column === column ? (sorting.descending ? 'down' : 'up') : null}
                onSort={() => sort(column)}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {sortChildren(areas, sorting).map((child) => (
            <Row key={child.area.code} child={child} at={at} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
};
