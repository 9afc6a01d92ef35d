import { Select, TextInput } from '@mantine/core';
import { useT } from '../../i18n/language.tsx';
import { FieldGroup } from './field-group.tsx';
import type { RecurrenceChoice } from './recurrence.ts';
import type { SessionForm } from './session-form-state.ts';
import { sessionWords } from './session-words.ts';
import styles from './when-fields.module.css';

interface RecurrenceFieldsProps {
  readonly form: SessionForm;
  onChange(part: Partial<SessionForm>): void;
  readonly error: string | null;
}

const choices = ['once', 'daily', 'weekdays', 'custom'] as const satisfies readonly RecurrenceChoice[];

export const RecurrenceFields = ({ form, onChange, error }: RecurrenceFieldsProps) => {
  const t = useT();
  return (
    <FieldGroup label={t(sessionWords.recurrence)} error={error}>
      <Select
        aria-label={t(sessionWords.recurrence)}
        value={form.recurrence}
        allowDeselect={false}
        data={choices.map((choice) => ({ value: choice, label: t(sessionWords[choice]) }))}
        onChange={(value) => {
          const recurrence = choices.find((choice) => choice === value);
          if (recurrence) onChange({ recurrence });
        }}
      />
      {form.recurrence === 'custom' ? (
        <TextInput
          label={t(sessionWords.rrule)}
          description={t(sessionWords.rruleHint)}
          value={form.rrule}
          spellCheck={false}
          autoCapitalize="characters"
          onChange={(event) => onChange({ rrule: event.currentTarget.value })}
        />
      ) : null}
      {form.recurrence === 'once' || form.bulletins.length === 0 ? null : (
        <p className={styles.note}>{t(sessionWords.recurringHint)}</p>
      )}
    </FieldGroup>
  );
};
