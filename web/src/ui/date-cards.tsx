import { Checkbox } from '@mantine/core';
import { useFormat } from '../i18n/language.tsx';
import styles from './date-cards.module.css';

interface DateCardsProps {
  readonly dates: readonly { readonly date: string; readonly note: string }[];
}

/** Dates to choose among, each with a note; they belong into a `Checkbox.Group`, whose values they are. */
export const DateCards = ({ dates }: DateCardsProps) => {
  const format = useFormat();
  return (
    <div className={styles.dates}>
      {dates.map(({ date, note }) => (
        <Checkbox.Card key={date} value={date} className={styles.date}>
          <Checkbox.Indicator size="sm" />
          <span className={styles.day}>
            <strong>
              {format.shortWeekday(date)} {format.shortDate(date)}
            </strong>
            <span>{note}</span>
          </span>
        </Checkbox.Card>
      ))}
    </div>
  );
};
