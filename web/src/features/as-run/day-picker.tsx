import { ActionIcon } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { addDays } from '../../format/vietnam-time.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { LocalDates } from '../../ui/local-dates.tsx';
import { asRunWords } from './as-run-words.ts';
import styles from './day-picker.module.css';

interface DayPickerProps {
  readonly date: string;
  readonly today: string;
  onChange(date: string): void;
}

export const DayPicker = ({ date, today, onChange }: DayPickerProps) => {
  const t = useT();
  const format = useFormat();
  const relative = format.dayLabel(date, today);
  const isRelative = relative !== format.longDate(date);
  return (
    <LocalDates>
      <div className={styles.picker}>
        <ActionIcon
          variant="default"
          size={42}
          aria-label={t(asRunWords.previousDay)}
          onClick={() => onChange(addDays(date, -1))}
        >
          <IconChevronLeft size={20} stroke={1.8} aria-hidden />
        </ActionIcon>
        <DatePickerInput
          className={styles.field}
          label={t(asRunWords.day)}
          value={date}
          maxDate={today}
          onChange={(chosen) => {
            if (chosen) onChange(chosen);
          }}
          valueFormatter={() =>
            isRelative ? `${relative}, ${format.longDate(date).split(', ')[1] ?? ''}` : relative
          }
        />
        <ActionIcon
          variant="default"
          size={42}
          aria-label={t(asRunWords.nextDay)}
          disabled={date >= today}
          onClick={() => onChange(addDays(date, 1))}
        >
          <IconChevronRight size={20} stroke={1.8} aria-hidden />
        </ActionIcon>
      </div>
    </LocalDates>
  );
};
