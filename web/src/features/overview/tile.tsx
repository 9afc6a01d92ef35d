import { IconAlertTriangle, IconCheck, IconHelpCircle, IconHourglassHigh } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Tile as TileData } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Equalizer } from '../../ui/equalizer.tsx';
import { OutcomeBar } from '../../ui/outcome-bar.tsx';
import { totalOf, troubledOf, unconfirmedOf } from '../../ui/outcome-parts.ts';
import { PresenceBar } from '../../ui/presence-bar.tsx';
import { areaTitle } from '../../words/area-name.ts';
import { overviewWords } from './overview-words.ts';
import styles from './tile.module.css';

const Outcomes = ({ tile }: { tile: TileData }) => {
  const t = useT();
  const format = useFormat();
  const { outcomes } = tile;
  const unconfirmed = unconfirmedOf(outcomes);
  const troubled = troubledOf(outcomes);
  return (
    <>
      <OutcomeBar counts={outcomes} size="sm" bare />
      <span className={styles.counts}>
        {outcomes.played > 0 || outcomes.awaiting === 0 ? (
          <span data-tone="good">
            <IconCheck size={15} stroke={2.2} aria-hidden />
            {format.integer(outcomes.played)}
            <span className={styles.hidden}> {t(overviewWords.tilePlays)}</span>
          </span>
        ) : null}
        {outcomes.awaiting > 0 ? (
          <span data-tone="sound">
            <IconHourglassHigh size={15} stroke={2} aria-hidden />
            {format.integer(outcomes.awaiting)}
            <span className={styles.hidden}> {t(overviewWords.tileAwaiting)}</span>
          </span>
        ) : null}
        {unconfirmed > 0 ? (
          <span data-tone="idle">
            <IconHelpCircle size={15} stroke={2} aria-hidden />
            {format.integer(unconfirmed)}
            <span className={styles.hidden}> {t(overviewWords.unconfirmed)}</span>
          </span>
        ) : null}
        {troubled > 0 ? (
          <span data-tone="bad">
            <IconAlertTriangle size={15} stroke={2} aria-hidden />
            {format.integer(troubled)}
            <span className={styles.hidden}> {t(overviewWords.troubled)}</span>
          </span>
        ) : null}
      </span>
    </>
  );
};

/** One area: lit while its loudspeakers play, then how the session went there. */
export const Tile = ({ tile }: { tile: TileData }) => {
  const t = useT();
  const format = useFormat();
  const { presence, playing } = tile;
  const lit = playing > 0;
  return (
    <Link
      href={`/dia-ban/${tile.area.code}`}
      className={styles.tile}
      data-lit={lit || undefined}
      data-testid={`tile-${tile.area.code}`}
    >
      <span className={styles.name}>{areaTitle(tile.area)}</span>
      {presence.clusters === 0 ? (
        <span className={styles.line}>{t(overviewWords.noClusters)}</span>
      ) : (
        <span className={styles.line}>
          {lit ? (
            <strong className={styles.playing}>
              <Equalizer size={14} />
              {format.integer(playing)} {t(overviewWords.tilePlaying)}
            </strong>
          ) : null}
          <span>
            {format.ratio(presence.online, presence.clusters)} {t(overviewWords.tileConnected)}
          </span>
        </span>
      )}
      <span className={styles.foot}>
        {totalOf(tile.outcomes) > 0 ? <Outcomes tile={tile} /> : null}
        {totalOf(tile.outcomes) === 0 && presence.clusters > 0 ? (
          <PresenceBar counts={presence} size="sm" />
        ) : null}
      </span>
    </Link>
  );
};
