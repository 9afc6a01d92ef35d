import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { CoverageChild } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Meter } from '../../ui/meter.tsx';
import { areaTitle } from '../../words/area-name.ts';
import { commonWords } from '../../words/common-words.ts';
import { areaWords } from './area-words.ts';
import styles from './district-row.module.css';
import { answerOf, type FigureName } from './figures.ts';
import { areaHref } from './use-at.ts';

interface DistrictRowProps {
  readonly district: CoverageChild;
  readonly figure: FigureName;
  readonly at: string | null;
}

/** A cell for each commune, those that have it first, so that the filled part reads as a bar. */
const Cells = ({ district, figure }: Omit<DistrictRowProps, 'at'>) => {
  const t = useT();
  const words = { yes: t(areaWords.yes), no: t(areaWords.no), none: t(commonWords.noFigure) };
  const cells = district.children.map((commune) => {
    const answer = answerOf(commune[figure]);
    return { area: commune.area, state: answer === null ? 'none' : answer ? 'yes' : 'no' } as const;
  });
  const order = { yes: 0, no: 1, none: 2 };
  return (
    <span className={styles.cells} aria-hidden>
      {[...cells]
        .sort((a, b) => order[a.state] - order[b.state])
        .map(({ area, state }) => (
          <span
            key={area.code}
            className={styles.cell}
            data-state={state}
            title={`${areaTitle(area)}: ${words[state]}`}
          />
        ))}
    </span>
  );
};

export const DistrictRow = ({ district, figure, at }: DistrictRowProps) => {
  const t = useT();
  const format = useFormat();
  const share = district[figure];
  return (
    <Link
      href={areaHref(district.area.code, at)}
      className={styles.row}
      data-testid={`district-${district.area.code}`}
    >
      <span className={styles.name}>{areaTitle(district.area)}</span>
      {district.children.length > 0 ? (
        <Cells district={district} figure={figure} />
      ) : (
        <Meter percent={share?.percent ?? null} />
      )}
      <span className={styles.number}>
        {share === null ? (
          <span className={styles.none}>{t(commonWords.noFigure)}</span>
        ) : (
          <>
            {share.percent === 100 ? (
              <IconCircleCheck size={18} stroke={1.9} aria-label={t(areaWords.full)} aria-hidden />
            ) : null}
            <strong>{format.percent(share.percent)}</strong>
            <span>{format.ratio(share.count, share.total)}</span>
          </>
        )}
      </span>
    </Link>
  );
};
