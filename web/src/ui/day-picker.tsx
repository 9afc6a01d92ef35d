import { ActionIcon } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { addDays } from '../format/vietnam-time.ts';
import { useFormat, useT } from '../i18n/language.tsx';
import styles from './day-picker.module.css';
import { LocalDates } from './local-dates.tsx';

const words = {
  day: { vi: 'Ngày', en: 'Day' },
  previousDay: { vi: 'Ngày trước', en: 'Previous day' },
  nextDay: { vi: 'Ngày sau', en: 'Next day' },
};

interface DayPickerProps {
  readonly date: string;
  readonly today: string;
  /** The first and the last that may be chosen; without them none is too early, or too late. */
  readonly minDate?: string;
  readonly maxDate?: string;
  onChange(date: string): void;
}

export const DayPicker = ({ date, today, minDate, maxDate, onChange }: DayPickerProps) => {
  const t = useT();
  const format = useFormat();
  const relative = format.dayLabel(date, today);
  const isRelative = relative !== format.longDate(date);
  return (
    <LocalDates>
      <div className={styles.picker}>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t(words.previousDay)}
          disabled={minDate !== undefined && date <= minDate}
          onClick={() => onChange(addDays(date, -1))}
        >
          <IconChevronLeft size={20} stroke={1.8} aria-hidden />
        </ActionIcon>
        <DatePickerInput
          className={styles.field}
          label={t(words.day)}
          value={date}
          {...(minDate === undefined ? {} : { minDate })}
          {...(maxDate === undefined ? {} : { maxDate })}
          onChange={(chosen) => {
            if (chosen) onChange(chosen);
          }}
          valueFormatter={() =>
            isRelative ? `${relative}, ${format.longDate(date).split(', ')[1] ?? ''}` : relative
          }
        />
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t(words.nextDay)}
          disabled={maxDate !== undefined && date >= maxDate}
          onClick={() => onChange(addDays(date, 1))}
        >
          <IconChevronRight size={20} stroke={1.8} aria-hidden />
        </ActionIcon>
      </div>
    </LocalDates>
  );
};
