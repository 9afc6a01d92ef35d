import { useDisclosure } from '@mantine/hooks';
import { IconCircleCheck, IconMoonStars } from '@tabler/icons-react';
import type { ScheduleEntry } from '../../../../controller/http/api-type.ts';
import { useServerNow } from '../../api/api-context.tsx';
import { localDateOf } from '../../format/vietnam-time.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { exceptionWords } from '../../words/exception-words.ts';
import { ReadinessDrawer } from '../readiness/readiness-drawer.tsx';
import { overviewWords } from './overview-words.ts';
import styles from './session-hero.module.css';

const ReadinessLine = ({ entry }: { entry: ScheduleEntry }) => {
  const t = useT();
  const format = useFormat();
  const [opened, { open, close }] = useDisclosure(false);
  const { readiness } = entry;
  if (!readiness) return null;
  const missing = readiness.total - readiness.ready;
  const share = readiness.total === 0 ? 0 : (readiness.ready / readiness.total) * 100;
  return (
    <div className={styles.readiness}>
      <p className={styles.ready} data-testid="readiness">
        <span>{t(overviewWords.ready)}</span>{' '}
        <strong>{format.ratio(readiness.ready, readiness.total)}</strong>
      </p>
      <div className={styles.progress} aria-hidden>
        <span style={{ width: `${share}%` }} />
      </div>
      {missing > 0 ? (
        <button type="button" className={styles.ask} onClick={open}>
          {t(overviewWords.notReady)(format.integer(missing))}
        </button>
      ) : (
        <p className={styles.allReady}>
          <IconCircleCheck size={18} stroke={1.8} aria-hidden />
          {t(overviewWords.allReady)}
        </p>
      )}
      <ReadinessDrawer entry={entry} opened={opened} onClose={close} />
    </div>
  );
};

export const NextSession = ({ entry }: { entry: ScheduleEntry }) => {
  const t = useT();
  const format = useFormat();
  const now = useServerNow();
  const titles = entry.items.map((item) => item.title);

  return (
    <div className={styles.main}>
      <p className={styles.eyebrow}>{t(overviewWords.nextSession)}</p>
      <div className={styles.line}>
        <h2 className={styles.title}>{entry.title}</h2>
        <span className={styles.when}>
          {format.time(entry.startAt)}, {format.dayInText(entry.date, localDateOf(now))}
        </span>
      </div>
      <p className={styles.note}>{titles.length > 0 ? titles.join(' · ') : t(overviewWords.emptyProgram)}</p>
      {entry.exception ? (
        <p className={styles.exception}>
          <IconMoonStars size={16} stroke={1.8} aria-hidden />
          {t(exceptionWords.label)(entry.exception.reason)}
        </p>
      ) : null}
      <div className={styles.pair}>
        <p
          className={styles.figure}
          role="timer"
          aria-label={t(overviewWords.startsIn)}
          data-testid="countdown"
        >
          <span>{t(overviewWords.startsIn)}</span>
          <strong>{format.countdown(Date.parse(entry.startAt) - now)}</strong>
        </p>
        <ReadinessLine entry={entry} />
      </div>
    </div>
  );
};
