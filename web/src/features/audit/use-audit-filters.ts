import { useSearchParams } from 'wouter';
import type { AuditFilter } from '../../api/audit-calls.ts';

const isDate = (text: string | null): text is string => text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text);

/** Midnight in Vietnam, which has no summer time. */
const midnight = (date: string, daysOn = 0): string =>
  new Date(Date.parse(`${date}T00:00:00+07:00`) + daysOn * 86_400_000).toISOString();

const names = {
  area: 'dia-ban',
  actor: 'nguoi',
  subject: 've',
  action: 'thao-tac',
  from: 'tu',
  to: 'den',
} as const;
type Name = keyof typeof names;

/** The filters live in the address, so that what was found can be sent to a colleague. */
export const useAuditFilters = () => {
  const [params, setParams] = useSearchParams();
  const get = (name: Name): string | null => params.get(names[name]);
  const set = (name: Name, value: string | null): void =>
    setParams(
      (held) => {
        const next = new URLSearchParams(held);
        if (value === null || value === '') next.delete(names[name]);
        else next.set(names[name], value);
        return next;
      },
      { replace: true },
    );
  const [from, to] = [get('from'), get('to')];
  const filter: AuditFilter = {
    area: get('area'),
    actor: get('actor'),
    subject: get('subject'),
    action: get('action'),
    from: isDate(from) ? midnight(from) : null,
    to: isDate(to) ? midnight(to, 1) : null,
  };
  return { get, set, filter };
};
