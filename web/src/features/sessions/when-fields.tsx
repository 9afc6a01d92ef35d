import { SegmentedControl } from '@mantine/core';
import { DatePickerInput, TimePicker } from '@mantine/dates';
import { useServerNow } from '../../api/api-context.tsx';
import { localDateOf } from '../../format/vietnam-time.ts';
import { useT } from '../../i18n/language.tsx';
import { LocalDates } from '../../ui/local-dates.tsx';
import { FieldGroup } from './field-group.tsx';
import { type SessionForm, startOf } from './session-form-state.ts';
import { sessionWords } from './session-words.ts';
import styles from './when-fields.module.css';

interface WhenFieldsProps {
  readonly form: SessionForm;
  onChange(part: Partial<SessionForm>): void;
  readonly error: string | null;
}

/** When the first occurrence starts, in Vietnam's time. */
export const WhenFields = ({ form, onChange, error }: WhenFieldsProps) => {
  const t = useT();
  const now = useServerNow();
  const start = startOf(form, now);

  return (
    <FieldGroup label={t(sessionWords.when)} error={error}>
      <SegmentedControl
        aria-label={t(sessionWords.when)}
        fullWidth
        value={form.when}
        onChange={(value) =>
          onChange(value === 'at' ? { when: 'at', date: start.date, time: start.time } : { when: 'soon' })
        }
        data={[
          { value: 'soon', label: t(sessionWords.soon) },
          { value: 'at', label: t(sessionWords.choose) },
        ]}
      />
      {form.when === 'soon' ? (
        <p className={styles.note}>{t(sessionWords.soonAt)(start.time)}</p>
      ) : (
        <LocalDates>
          <div className={styles.pair}>
            <DatePickerInput
              label={t(sessionWords.date)}
              valueFormat="DD/MM/YYYY"
              minDate={localDateOf(now)}
              value={form.date}
              onChange={(date) => {
                if (date) onChange({ date });
              }}
            />
            <TimePicker
              label={t(sessionWords.time)}
              hoursInputLabel={t(sessionWords.hours)}
              minutesInputLabel={t(sessionWords.minutes)}
              value={form.time}
              onChange={(time) => {
                if (time) onChange({ time: time.slice(0, 5) });
              }}
            />
          </div>
        </LocalDates>
      )}
    </FieldGroup>
  );
};
