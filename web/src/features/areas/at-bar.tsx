import { DatePickerInput } from '@mantine/dates';
import { apiUrl } from '../../api/client.ts';
import { useT } from '../../i18n/language.tsx';
import { CsvLink } from '../../ui/csv-link.tsx';
import { LocalDates } from '../../ui/local-dates.tsx';
import { areaWords } from './area-words.ts';
import styles from './at-bar.module.css';

interface AtBarProps {
  readonly area: string;
  readonly at: string | null;
  readonly today: string;
  onChange(at: string | null): void;
}

/** The last day of the year whose result the province published. */
const YEAR_END = '2022-12-31';

/** For which date, and the same as a table. */
export const AtBar = ({ area, at, today, onChange }: AtBarProps) => {
  const t = useT();
  return (
    <LocalDates>
      <div className={styles.bar}>
        <DatePickerInput
          className={styles.date}
          label={t(areaWords.at)}
          placeholder={t(areaWords.now)}
          valueFormat="DD/MM/YYYY"
          clearable
          clearButtonProps={{ 'aria-label': t(areaWords.backToNow) }}
          maxDate={today}
          presets={[{ value: YEAR_END, label: t(areaWords.yearEnd) }]}
          value={at}
          onChange={onChange}
        />
        <CsvLink href={apiUrl('/coverage.csv', { area, at })} />
      </div>
    </LocalDates>
  );
};
