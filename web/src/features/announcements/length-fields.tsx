import { NumberInput, SegmentedControl, Switch } from '@mantine/core';
import { useState } from 'react';
import { useServerNow } from '../../api/api-context.tsx';
import { useFormat, useT } from '../../i18n/language.tsx';
import { FieldGroup } from '../sessions/field-group.tsx';
import { announcementWords } from './announcement-words.ts';
import { DEFAULT_MINUTES, MOST_MINUTES, type StartForm } from './start-form.ts';

const offered = [5, DEFAULT_MINUTES, 30, 60];
const OWN = 'own';

/** How long it is in force: every emergency has an end. */
export const LengthFields = ({
  form,
  onChange,
}: {
  form: Pick<StartForm, 'minutes' | 'repeat'>;
  onChange: (part: Partial<Pick<StartForm, 'minutes' | 'repeat'>>) => void;
}) => {
  const t = useT();
  const format = useFormat();
  const now = useServerNow(10_000);
  const [own, setOwn] = useState(false);
  return (
    <FieldGroup label={t(announcementWords.length)} error={null}>
      <SegmentedControl
        fullWidth
        aria-label={t(announcementWords.length)}
        value={own ? OWN : String(form.minutes)}
        onChange={(value) => {
          setOwn(value === OWN);
          if (value !== OWN) onChange({ minutes: Number(value) });
        }}
        data={[
          ...offered.map((minutes) => ({
            value: String(minutes),
            label: format.integer(minutes),
          })),
          { value: OWN, label: t(announcementWords.otherLength) },
        ]}
      />
      {own ? (
        <NumberInput
          aria-label={t(announcementWords.ownMinutes)}
          description={t(announcementWords.until)(format.time(now + form.minutes * 60_000))}
          inputWrapperOrder={['label', 'input', 'description']}
          value={form.minutes}
          min={1}
          max={MOST_MINUTES}
          allowDecimal={false}
          clampBehavior="strict"
          onChange={(value) => {
            if (typeof value === 'number' && value >= 1) onChange({ minutes: value });
          }}
        />
      ) : null}
      <Switch
        label={t(announcementWords.repeat)}
        checked={form.repeat}
        onChange={(event) => onChange({ repeat: event.currentTarget.checked })}
      />
    </FieldGroup>
  );
};
