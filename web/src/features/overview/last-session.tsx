import { IconArrowRight } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { ScheduleEntry } from '../../../../controller/http/api-type.ts';
import { useServerNow } from '../../api/api-context.tsx';
import { dayPartOf, localDateOf } from '../../format/vietnam-time.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { OutcomeBar } from '../../ui/outcome-bar.tsx';
import { totalOf } from '../../ui/outcome-parts.ts';
import { Panel } from '../../ui/panel.tsx';
import styles from './last-session.module.css';
import { overviewWords } from './overview-words.ts';
import { type Verdict, verdictOf } from './verdict.ts';

const verdictWords: Readonly<Record<Verdict, { vi: string; en: string }>> = {
  all: overviewWords.verdictAll,
  most: overviewWords.verdictMost,
  part: overviewWords.verdictPart,
  unproven: overviewWords.verdictUnproven,
  none: overviewWords.verdictNone,
  awaiting: overviewWords.verdictAwaiting,
};

const partWords = {
  morning: overviewWords.thisMorning,
  noon: overviewWords.thisNoon,
  afternoon: overviewWords.thisAfternoon,
  evening: overviewWords.thisEvening,
  night: overviewWords.thisNight,
};

const Answer = ({
  entry,
  area,
}: {
  entry: ScheduleEntry & { outcomes: NonNullable<ScheduleEntry['outcomes']> };
  area: string | undefined;
}) => {
  const t = useT();
  const format = useFormat();
  const { outcomes } = entry;
  const verdict = verdictOf(outcomes);
  const total = totalOf(outcomes) - outcomes.cancelled;
  const percent = total === 0 ? null : Math.round((outcomes.played / total) * 1000) / 10;
  return (
    <>
      <div className={styles.answer}>
        <p className={styles.verdict} data-verdict={verdict} data-testid="last-verdict">
          {t(verdictWords[verdict])}
        </p>
        <p className={styles.share}>
          {t(overviewWords.playedShare)(format.integer(outcomes.played), format.integer(total))} (
          {format.percent(percent)})
        </p>
      </div>
      <OutcomeBar counts={outcomes} size="lg" />
      <Link
        href={`/nhat-ky?ngay=${entry.date}&buoi=${entry.sessionId}${area === undefined ? '' : `&dia-ban=${area}`}`}
        className={styles.more}
      >
        {t(verdict === 'all' ? overviewWords.seeLog : overviewWords.whichNot)}
        <IconArrowRight size={17} aria-hidden />
      </Link>
    </>
  );
};

/** "Did this morning play?" answered without a tap. */
export const LastSession = ({
  entry,
  onAir,
  area,
}: {
  entry: ScheduleEntry | null;
  onAir: boolean;
  /** The area's code, where it is not the user's whole area. */
  area?: string;
}) => {
  const t = useT();
  const format = useFormat();
  const today = localDateOf(useServerNow(60_000));
  if (!entry?.outcomes)
    return (
      <Panel title={t(overviewWords.lastSession)}>
        <Empty title={t(overviewWords.noLast)} />
      </Panel>
    );

  const startAt = Date.parse(entry.startAt);
  const name =
    entry.date === today && !onAir
      ? t(partWords[dayPartOf(startAt)])
      : t(overviewWords.sessionAt)(format.time(startAt), format.dayInText(entry.date, today));
  const { outcomes } = entry;
  return (
    <Panel
      title={t(overviewWords.lastQuestion)(name)}
      lead={`${entry.title} · ${format.time(startAt)}–${format.time(entry.soundEndAt ?? entry.endAt)}`}
    >
      <Answer entry={{ ...entry, outcomes }} area={area} />
    </Panel>
  );
};
