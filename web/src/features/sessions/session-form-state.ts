import type { Area, Bulletin, CreateSession, Problem } from '../../../../controller/http/api-type.ts';
import { localDateOf, localTimeOf, minuteAhead } from '../../format/vietnam-time.ts';
import { type RecurrenceChoice, rruleOf } from './recurrence.ts';

/** A bulletin as far as a running order needs it. */
export interface OrderedBulletin {
  readonly id: string;
  readonly title: string;
  readonly durationMs: number;
  /** Where it is not approved yet. */
  readonly approval?: Bulletin['approval'];
}

export interface SessionForm {
  readonly bulletins: readonly OrderedBulletin[];
  /** Empty: called like the first bulletin. */
  readonly title: string;
  readonly targets: readonly string[];
  /** `soon` is worked out when the form is sent, so that hesitation costs nothing. */
  readonly when: 'soon' | 'at';
  readonly date: string;
  readonly time: string;
  readonly recurrence: RecurrenceChoice;
  readonly rrule: string;
  /** Null: as long as the running order. */
  readonly minutes: number | null;
  readonly volume: number;
  readonly class: 'normal' | 'priority';
  readonly exceptionReason: string;
}

const MINUTE_MS = 60_000;
const RECURRING_MINUTES = 30;

export const orderedBulletin = (bulletin: Bulletin): OrderedBulletin => ({
  id: bulletin.id,
  title: bulletin.title,
  durationMs: bulletin.audio.asset?.durationMs ?? 0,
  ...(bulletin.approval === 'approved' ? {} : { approval: bulletin.approval }),
});

export const totalDurationMs = (bulletins: readonly OrderedBulletin[]): number =>
  bulletins.reduce((sum, bulletin) => sum + bulletin.durationMs, 0);

export const emptyForm = (
  now: number,
  start: { bulletins: readonly Bulletin[]; targets: readonly string[] },
): SessionForm => {
  const ahead = minuteAhead(now);
  return {
    bulletins: start.bulletins.map(orderedBulletin),
    title: '',
    targets: start.targets,
    when: 'soon',
    date: localDateOf(ahead),
    time: localTimeOf(ahead).slice(0, 5),
    recurrence: 'once',
    rrule: '',
    minutes: null,
    volume: 80,
    class: 'normal',
    exceptionReason: '',
  };
};

export const titleOf = (form: SessionForm): string => form.title.trim() || (form.bulletins[0]?.title ?? '');

/** A slot of full minutes that holds the running order; half an hour at least when it recurs. */
export const slotDurationMs = (form: SessionForm): number => {
  if (form.minutes !== null) return form.minutes * MINUTE_MS;
  const needed = Math.max(1, Math.ceil(totalDurationMs(form.bulletins) / MINUTE_MS));
  return Math.max(needed, form.recurrence === 'once' ? 1 : RECURRING_MINUTES) * MINUTE_MS;
};

/** Local date and time of the first occurrence. */
export const startOf = (form: SessionForm, now: number): { date: string; time: string } => {
  if (form.when === 'at') return { date: form.date, time: form.time };
  const ahead = minuteAhead(now);
  return { date: localDateOf(ahead), time: localTimeOf(ahead).slice(0, 5) };
};

/** The smallest area that holds all targets: it owns the session. */
export const owningArea = (targets: readonly string[], areas: readonly Area[], home: string): string => {
  const parentOf = new Map(areas.map((area) => [area.code, area.parentCode]));
  const wayUp = (code: string): string[] => {
    const parent = parentOf.get(code) ?? null;
    return parent === null || parent === code ? [code] : [code, ...wayUp(parent)];
  };
  const [first, ...rest] = targets.map(wayUp);
  return first?.find((code) => rest.every((way) => way.includes(code))) ?? home;
};

export const createSessionInput = (
  form: SessionForm,
  context: { now: number; areas: readonly Area[]; home: string },
): CreateSession => {
  const { date, time } = startOf(form, context.now);
  const reason = form.exceptionReason.trim();
  return {
    title: titleOf(form),
    areaCode: owningArea(form.targets, context.areas, context.home),
    targets: form.targets.map((areaCode) => ({ areaCode })),
    class: form.class,
    volume: form.volume,
    startsLocal: `${date}T${time}`,
    rrule: rruleOf(form.recurrence, form.rrule),
    durationMs: slotDurationMs(form),
    ...(form.bulletins.length > 0 ? { bulletinIds: form.bulletins.map(({ id }) => id) } : {}),
    ...(reason ? { exceptionReason: reason } : {}),
  };
};

type Field =
  | 'title'
  | 'targets'
  | 'startsLocal'
  | 'rrule'
  | 'durationMs'
  | 'volume'
  | 'bulletinIds'
  | 'exceptionReason';

/** Where a refusal belongs that names no field of its own. */
const fieldOfCode: Readonly<Record<string, Field>> = {
  Session_TitleMissing: 'title',
  Session_TargetMissing: 'targets',
  Session_TargetUnknown: 'targets',
  Session_TargetOutside: 'targets',
  Session_AreaUnknown: 'targets',
  Session_StartPast: 'startsLocal',
  Session_DateInvalid: 'startsLocal',
  Session_RuleInvalid: 'rrule',
  Session_RuleNeverFires: 'rrule',
  Session_RuleUnsupported: 'rrule',
  Session_RuleTooFrequent: 'rrule',
  Session_DurationInvalid: 'durationMs',
  Session_TooLong: 'durationMs',
  Session_VolumeInvalid: 'volume',
  Session_BulletinUnknown: 'bulletinIds',
  Session_BulletinNotReady: 'bulletinIds',
  Session_BulletinNotApproved: 'bulletinIds',
  Session_TooManyItems: 'bulletinIds',
  Session_QuietHours: 'exceptionReason',
};

export const problemField = (problem: Problem | null): Field | null =>
  problem ? (fieldOfCode[problem.code] ?? null) : null;
