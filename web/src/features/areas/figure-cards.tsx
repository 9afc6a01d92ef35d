import type { Coverage } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Meter } from '../../ui/meter.tsx';
import { commonWords } from '../../words/common-words.ts';
import { Answer } from './answer.tsx';
import { areaWords } from './area-words.ts';
import styles from './figure-cards.module.css';
import { answerOf, type FigureName, figureNames, figureWords } from './figures.ts';

const FigureCard = ({ coverage, name }: { coverage: Coverage; name: FigureName }) => {
  const t = useT();
  const format = useFormat();
  const share = coverage[name];
  const hints = {
    official: t(areaWords.officialHint),
    equipped: t(areaWords.equippedHint),
    reachable: t(areaWords.reachableHint),
    proven: t(areaWords.provenHint)(coverage.provenDays),
  };
  const isSingle = coverage.area.level === 'commune';
  return (
    <li className={styles.card} data-testid={`figure-${name}`}>
      <span className={styles.label}>{t(figureWords[name])}</span>
      {share === null ? (
        <span className={styles.none}>{t(commonWords.noFigure)}</span>
      ) : isSingle ? (
        <span className={styles.big}>
          <Answer value={answerOf(share)} />
        </span>
      ) : (
        <span className={styles.number}>
          <strong className={styles.big}>{format.percent(share.percent)}</strong>
          <span className={styles.ratio}>{format.ratio(share.count, share.total)}</span>
        </span>
      )}
      {isSingle ? null : (
        <Meter percent={share?.percent ?? null} tone={name === 'official' ? 'bronze' : 'sound'} />
      )}
      <span className={styles.hint}>{hints[name]}</span>
    </li>
  );
};

/** What is on paper, what is installed, what answers, what is proven. */
export const FigureCards = ({ coverage }: { coverage: Coverage }) => {
  const t = useT();
  return (
    <ul className={styles.cards} aria-label={t(areaWords.figures)}>
      {figureNames.map((name) => (
        <FigureCard key={name} coverage={coverage} name={name} />
      ))}
    </ul>
  );
};
