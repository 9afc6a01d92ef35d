import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconListNumbers, IconMoonStars, IconVolumeOff } from '@tabler/icons-react';
import type { ScheduleEntry } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Equalizer } from '../../ui/equalizer.tsx';
import { Meter } from '../../ui/meter.tsx';
import { OutcomeBar } from '../../ui/outcome-bar.tsx';
import { Tag } from '../../ui/tag.tsx';
import { classWords } from '../../words/domain-words.ts';
import { exceptionWords } from '../../words/exception-words.ts';
import { ReadinessDrawer } from '../readiness/readiness-drawer.tsx';
import { readinessWords } from '../readiness/readiness-words.ts';
import styles from './entry-card.module.css';
import { sessionWords } from './session-words.ts';
import { UnplacedLine } from './unplaced-line.tsx';

interface EntryCardProps {
  readonly entry: ScheduleEntry;
  readonly now: number;
  readonly onEdit?: (() => void) | undefined;
}

/** What airs and what does not, each in its place: a place left silent moves nothing behind it. */
const rowsOf = ({ items, unplaced }: ScheduleEntry) =>
  [
    ...items.map((item) => ({ position: item.position, item, missing: null })),
    ...unplaced.map((missing) => ({ position: missing.position, item: null, missing })),
  ].sort((a, b) => a.position - b.position);

const Program = ({ entry, now }: { entry: ScheduleEntry; now: number }) => {
  const t = useT();
  const format = useFormat();
  if (entry.items.length + entry.unplaced.length === 0)
    return (
      <p className={styles.silent}>
        <IconVolumeOff size={18} stroke={1.7} aria-hidden />
        {t(sessionWords.silent)}
      </p>
    );
  return (
    <ol className={styles.items}>
      {rowsOf(entry).map(({ position, item, missing }) =>
        missing ? (
          <UnplacedLine key={position} item={missing} now={now} />
        ) : (
          <li key={position}>
            <span className={styles.itemTime}>{format.timeWithSeconds(item.startAt)}</span>
            <span>
              {item.title}
              {item.standing ? <span className={styles.standing}> · {t(sessionWords.standing)}</span> : null}
            </span>
          </li>
        ),
      )}
    </ol>
  );
};

/** How many are ready; who is not, and why, one tap away. */
const ReadinessLine = ({ entry }: { entry: ScheduleEntry }) => {
  const t = useT();
  const format = useFormat();
  const [opened, { open, close }] = useDisclosure(false);
  const { readiness } = entry;
  if (!readiness) return null;
  const { ready, total } = readiness;
  return (
    <div className={styles.readiness}>
      <span>{t(sessionWords.ready)(format.ratio(ready, total))}</span>
      <Meter percent={total === 0 ? null : (ready / total) * 100} />
      {ready < total ? (
        <>
          <button type="button" className={styles.why} onClick={open}>
            {t(readinessWords.why)}
          </button>
          <ReadinessDrawer entry={entry} opened={opened} onClose={close} />
        </>
      ) : null}
    </div>
  );
};

/** One occurrence: when, where, what, and whether the loudspeakers are ready for it. */
export const EntryCard = ({ entry, now, onEdit }: EntryCardProps) => {
  const t = useT();
  const format = useFormat();
  // The slot after the last item is silent: nothing is on air then.
  const live = Date.parse(entry.startAt) <= now && now < Date.parse(entry.soundEndAt ?? entry.startAt);
  const { outcomes } = entry;
  return (
    <article className={styles.card} data-live={live || undefined} data-testid={`entry-${entry.sessionId}`}>
      <div className={styles.when}>
        <strong>{format.time(entry.startAt)}</strong>
        <span>{t(sessionWords.until)(format.time(entry.endAt))}</span>
        {live ? (
          <span className={styles.live}>
            <Equalizer size={14} />
            {t(sessionWords.onAir)}
          </span>
        ) : null}
      </div>
      <div className={styles.what}>
        <h3 className={styles.title}>{entry.title}</h3>
        <p className={styles.where}>
          {entry.targetNames.join(', ')} · {t(sessionWords.reaches)(format.integer(entry.communes))}
        </p>
        {entry.exception || entry.class !== 'normal' ? (
          <p className={styles.tags}>
            {entry.class === 'normal' ? null : <Tag tone="warn">{t(classWords[entry.class])}</Tag>}
            {entry.exception ? (
              <span className={styles.exception}>
                <IconMoonStars size={15} stroke={1.8} aria-hidden />
                {t(exceptionWords.label)(entry.exception.reason)}
              </span>
            ) : null}
          </p>
        ) : null}
        <Program entry={entry} now={now} />
      </div>
      <div className={styles.state}>
        {outcomes ? <OutcomeBar counts={outcomes} size="sm" /> : null}
        {!outcomes && entry.items.length > 0 ? <ReadinessLine entry={entry} /> : null}
        {onEdit ? (
          <Button
            variant={entry.items.length + entry.unplaced.length === 0 ? 'light' : 'default'}
            size="sm"
            leftSection={<IconListNumbers size={18} stroke={1.7} aria-hidden />}
            aria-label={t(sessionWords.editOrderOf)(entry.title, format.shortDate(entry.date))}
            onClick={onEdit}
          >
            {t(sessionWords.editOrder)}
          </Button>
        ) : null}
      </div>
    </article>
  );
};
