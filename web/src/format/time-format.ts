import { addDays, DAY_MS, localDateOf, localTimeOf } from './vietnam-time.ts';

export interface TimeFormat {
  /** `05:00` in Vietnam, 24 hours. */
  time(instant: string | number): string;
  /** `05:00:03` */
  timeWithSeconds(instant: string | number): string;
  /** `22/11/2026` of an instant. */
  date(instant: string | number): string;
  /** `05:00 22/11/2026` */
  dateTime(instant: string | number): string;
  /** `Chủ Nhật, 22/11/2026` of a local date. */
  longDate(localDate: string): string;
  /** `Hôm nay`, `Ngày mai`, `Hôm qua`, or the long date. */
  dayLabel(localDate: string, today: string): string;
  /** The same after a time or within a sentence: `hôm nay`, `thứ Năm, 03/12/2026`, `Thursday, 03/12/2026`. */
  dayInText(localDate: string, today: string): string;
  /** `22/11` of a local date. */
  shortDate(localDate: string): string;
  /** `CN`, `T2`: the weekday of a local date in a narrow place. */
  shortWeekday(localDate: string): string;
  /** `3:20`, `1:02:05`: position in audio. */
  clock(milliseconds: number): string;
  /** `3 phút 20 giây` */
  duration(milliseconds: number): string;
  /** `00:43`, `1:02:33`, `2 ngày 03:12`: time that is left, whole seconds rounded up. */
  countdown(milliseconds: number): string;
  /** `12 giây trước` */
  age(milliseconds: number): string;
}

const words = {
  vi: {
    today: 'Hôm nay',
    tomorrow: 'Ngày mai',
    yesterday: 'Hôm qua',
    day: (n: number) => `${n} ngày`,
    hour: (n: number) => `${n} giờ`,
    minute: (n: number) => `${n} phút`,
    second: (n: number) => `${n} giây`,
    ago: (text: string) => `${text} trước`,
    now: 'vừa xong',
    weekdays: ['Chủ Nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'],
    shortWeekdays: ['CN', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7'],
  },
  en: {
    today: 'Today',
    tomorrow: 'Tomorrow',
    yesterday: 'Yesterday',
    day: (n: number) => (n === 1 ? '1 day' : `${n} days`),
    hour: (n: number) => `${n} h`,
    minute: (n: number) => `${n} min`,
    second: (n: number) => `${n} s`,
    ago: (text: string) => `${text} ago`,
    now: 'just now',
    weekdays: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
    shortWeekdays: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  },
} as const;

const epochOf = (instant: string | number): number =>
  typeof instant === 'number' ? instant : Date.parse(instant);

/** From two days on, minutes no longer matter. */
const LONG_SECONDS = 172_800;

const two = (value: number): string => String(value).padStart(2, '0');

const dayMonthYear = (localDate: string): string => localDate.split('-').reverse().join('/');

const weekdayOf = (localDate: string): number => new Date(`${localDate}T00:00:00Z`).getUTCDay();

const hoursMinutesSeconds = (totalSeconds: number): [number, number, number] => [
  Math.floor(totalSeconds / 3600),
  Math.floor(totalSeconds / 60) % 60,
  totalSeconds % 60,
];

export const createTimeFormat = (language: 'vi' | 'en'): TimeFormat => {
  const w = words[language];
  const time = (instant: string | number): string => localTimeOf(epochOf(instant)).slice(0, 5);
  const date = (instant: string | number): string => dayMonthYear(localDateOf(epochOf(instant)));
  const longDate = (localDate: string): string =>
    `${w.weekdays[weekdayOf(localDate)] ?? ''}, ${dayMonthYear(localDate)}`;

  const clock = (milliseconds: number): string => {
    const [hours, minutes, seconds] = hoursMinutesSeconds(Math.floor(Math.max(0, milliseconds) / 1000));
    return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
  };

  const countdown = (milliseconds: number): string => {
    const total = Math.max(0, Math.ceil(milliseconds / 1000));
    const days = Math.floor(total / 86_400);
    const [hours, minutes, seconds] = hoursMinutesSeconds(total % 86_400);
    if (days > 0) return `${w.day(days)} ${two(hours)}:${two(minutes)}`;
    return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${two(minutes)}:${two(seconds)}`;
  };

  const duration = (milliseconds: number): string => {
    const total = Math.round(Math.max(0, milliseconds) / 1000);
    if (total >= LONG_SECONDS)
      return [w.day(Math.floor(total / 86_400)), w.hour(Math.floor((total % 86_400) / 3_600))].join(' ');
    const [hours, minutes, seconds] = hoursMinutesSeconds(total);
    const parts = [
      hours > 0 ? w.hour(hours) : '',
      minutes > 0 ? w.minute(minutes) : '',
      seconds > 0 && hours === 0 ? w.second(seconds) : '',
    ].filter((part) => part !== '');
    return parts.length > 0 ? parts.join(' ') : w.second(0);
  };

  const age = (milliseconds: number): string => {
    const seconds = Math.floor(milliseconds / 1000);
    if (seconds < 2) return w.now;
    if (seconds < 60) return w.ago(w.second(seconds));
    if (seconds < 3_600) return w.ago(w.minute(Math.floor(seconds / 60)));
    if (seconds < 172_800) return w.ago(w.hour(Math.floor(seconds / 3_600)));
    return w.ago(w.day(Math.floor((seconds * 1000) / DAY_MS)));
  };

  const dayLabel = (localDate: string, today: string): string => {
    if (localDate === today) return w.today;
    if (localDate === addDays(today, 1)) return w.tomorrow;
    return localDate === addDays(today, -1) ? w.yesterday : longDate(localDate);
  };

  // English names of weekdays keep their capital wherever they stand.
  const dayInText = (localDate: string, today: string): string => {
    const label = dayLabel(localDate, today);
    if (language === 'en' && label === longDate(localDate)) return label;
    return `${label.charAt(0).toLocaleLowerCase('vi')}${label.slice(1)}`;
  };

  return {
    time,
    timeWithSeconds: (instant) => localTimeOf(epochOf(instant)),
    date,
    dateTime: (instant) => `${time(instant)} ${date(instant)}`,
    longDate,
    dayLabel,
    dayInText,
    shortDate: (localDate) => dayMonthYear(localDate).slice(0, 5),
    shortWeekday: (localDate) => w.shortWeekdays[weekdayOf(localDate)] ?? '',
    clock,
    duration,
    countdown,
    age,
  };
};
