import type { AuditEntry } from '../../../../controller/http/api-type.ts';
import type { Format } from '../../format/format.ts';
import type { Pair } from '../../i18n/language.tsx';
import { areaTitle } from '../../words/area-name.ts';
import { fieldWords, valueWords } from './audit-field-words.ts';
import { auditWords, weekdayWords } from './audit-words.ts';

type Say = <T>(pair: Pair<T>) => T;

export type FieldChange = Readonly<{ field: string; label: string; before: string; after: string }>;

const secrets: Readonly<Record<string, Pair<string>>> = {
  '[secret]': auditWords.secret,
  '[secret, changed]': auditWords.secretChanged,
};

/** Columns that hold an instant in epoch milliseconds. */
const isInstant = (field: string, value: number): boolean =>
  /(At|From|To)$/.test(field) && value > 946_684_800_000;

/** The code of an area's key: `08515.20200101`. */
const areaKey = /^(\d{2,5}(?:-\d{2})?)\.\d{8}$/;

/** In which order people would say them; stored they are by the alphabet. */
const spoken = ['weekdays', 'from', 'to', 'maxVolume', 'role', 'areaKey'];

/** A structure as words: `từ: 05:00, đến: 06:00`, one after the other where there are several. */
const spelled = (value: unknown, t: Say, field = ''): string => {
  if (field === 'weekdays' && Array.isArray(value))
    return value.map((day) => t(weekdayWords)[Number(day) - 1] ?? '').join(' ');
  if (Array.isArray(value)) {
    const isFlat = value.every((one) => typeof one !== 'object' || one === null);
    return value.map((one) => spelled(one, t)).join(isFlat ? ', ' : '; ');
  }
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .sort(([a], [b]) => spoken.indexOf(a) - spoken.indexOf(b));
    return parts
      .map(
        ([name, inner]) =>
          `${(fieldWords[name] ? t(fieldWords[name]) : name).toLowerCase()}: ${spelled(inner, t, name)}`,
      )
      .join(', ');
  }
  const word = valueWords[field]?.[String(value)];
  return word ? t(word).toLowerCase() : String(value).replace(areaKey, '$1');
};

const shown = (field: string, value: unknown, t: Say, format: Format): string => {
  if (value === null || value === undefined || value === '') return t(auditWords.nothing);
  if (typeof value === 'boolean') return t(value ? auditWords.yes : auditWords.no);
  if (typeof value === 'number') {
    if (field === 'durationMs') return format.duration(value);
    return isInstant(field, value) ? format.dateTime(value) : String(value);
  }
  if (typeof value === 'string' && secrets[value]) return t(secrets[value]);
  return spelled(value, t, field) || t(auditWords.nothing);
};

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** The fields that differ, in words; of what is new or gone all that say something. */
export const fieldChanges = (entry: AuditEntry, t: Say, format: Format): FieldChange[] => {
  const { before, after } = entry;
  const fields = Object.keys({ ...before, ...after });
  return fields.flatMap((field) => {
    const [old, fresh] = [before?.[field], after?.[field]];
    if (isSame(old, fresh)) return [];
    const label = fieldWords[field];
    const say = (value: unknown): string =>
      entry.area !== null && field === 'areaKey' && String(value).startsWith(`${entry.area.code}.`)
        ? areaTitle(entry.area)
        : shown(field, value, t, format);
    return [
      {
        field,
        label: label ? t(label) : field,
        before: say(old),
        after: say(fresh),
      },
    ];
  });
};
