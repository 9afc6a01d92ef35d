import type { AreaRef, Tile as TileData } from '../../../../controller/http/api-type.ts';
import { useT } from '../../i18n/language.tsx';
import { overviewWords } from './overview-words.ts';
import { Tile } from './tile.tsx';
import styles from './tile-grid.module.css';

export const TileGrid = ({
  tiles,
  areaLevel,
}: {
  tiles: readonly TileData[];
  areaLevel: AreaRef['level'];
}) => {
  const t = useT();
  if (tiles.length === 0) return null;
  return (
    <section aria-labelledby="tiles-heading">
      <header className={styles.head}>
        <h2 id="tiles-heading" className={styles.title}>
          {t(areaLevel === 'province' ? overviewWords.tiles : overviewWords.tilesCommune)}
        </h2>
        <p className={styles.lead}>{t(overviewWords.tilesLead)}</p>
      </header>
      <ul className={styles.grid}>
        {tiles.map((tile) => (
          <li key={tile.area.code}>
            <Tile tile={tile} />
          </li>
        ))}
      </ul>
    </section>
  );
};
