import { Checkbox } from '@mantine/core';
import type { Announcement } from '../../../../controller/http/api-type.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { KindMark } from '../../ui/kind-mark.tsx';
import { announcementWords } from './announcement-words.ts';
import type { StartKind } from './start-form.ts';
import styles from './stop-in-force.module.css';

/** A stop outranks everything until somebody lifts it, so lifting it is asked for in words of its own. */
export const StopInForce = ({
  stops,
  kind,
  lift,
  onLift,
}: {
  stops: readonly Announcement[];
  kind: StartKind;
  lift: boolean;
  onLift: (lift: boolean) => void;
}) => {
  const t = useT();
  const format = useFormat();
  return (
    <section className={styles.root} data-testid="stop-notice">
      <h3 className={styles.title}>
        <KindMark kind="stop" />
        {t(announcementWords.stopInForce)}
      </h3>
      <p className={styles.lead}>
        {t(kind === 'emergency' ? announcementWords.stopInForceLead : announcementWords.liftFirst)}
      </p>
      <ul className={styles.stops}>
        {stops.map((stop) => (
          <li key={stop.id}>
            <strong>{stop.targetNames.join(', ')}</strong> ·{' '}
            {t(announcementWords.since)(format.dateTime(stop.startAt))}, {stop.startedBy}
            {stop.reason ? ` – ${stop.reason}` : ''}
          </li>
        ))}
      </ul>
      {kind === 'emergency' ? (
        <Checkbox
          label={t(announcementWords.liftToo)}
          checked={lift}
          onChange={(event) => onLift(event.currentTarget.checked)}
        />
      ) : null}
    </section>
  );
};
