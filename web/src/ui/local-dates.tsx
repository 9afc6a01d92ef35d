import { DatesProvider } from '@mantine/dates';
import 'dayjs/locale/vi';
import 'dayjs/locale/en-gb';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.tsx';

/** Calendars in the chosen language, with weeks that start on Monday. */
export const LocalDates = ({ children }: { children: ReactNode }) => {
  const { language } = useLanguage();
  return (
    <DatesProvider settings={{ locale: language === 'vi' ? 'vi' : 'en-gb', firstDayOfWeek: 1 }}>
      {children}
    </DatesProvider>
  );
};
