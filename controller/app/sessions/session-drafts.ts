import type { SessionRow } from '../ports/store/sessions.ts';
import type { UserRow } from '../ports/store/users.ts';

/** Who does it; a signed-in user serves. */
export type Actor = Pick<UserRow, 'username' | 'displayName' | 'grants'>;

/** What a person decides about a session. */
export type SessionDraft = Pick<
  SessionRow,
  | 'title'
  | 'areaKey'
  | 'targets'
  | 'class'
  | 'volume'
  | 'startsLocal'
  | 'timeZone'
  | 'rrule'
  | 'durationMs'
  | 'late'
  | 'resume'
  | 'standing'
>;

type Exception = {
  /**
   * Why it may sound in quiet hours; an administrator's to give, and used only where it is needed. Null
   * takes an earlier permission back.
   */
  exceptionReason?: string | null | undefined;
};

export type NewSession = SessionDraft &
  Exception & {
    /** Bulletins of the first date, placed in the same step. */
    bulletinIds?: readonly string[] | undefined;
    isDemo?: boolean | undefined;
  };

type Changeable = Omit<SessionDraft, 'areaKey'>;
export type SessionChange = { [Field in keyof Changeable]?: Changeable[Field] | undefined } & Exception;

/** `2026-11-22T05:00` means the full minute. */
export const normalise = <D extends { startsLocal: string }>(draft: D): D =>
  /T\d{2}:\d{2}$/.test(draft.startsLocal) ? { ...draft, startsLocal: `${draft.startsLocal}:00` } : draft;

export const draftOf = ({
  exceptionReason: _,
  bulletinIds: __,
  isDemo: ___,
  ...draft
}: NewSession): SessionDraft => normalise(draft);

/** The session as it is after the change; what the change does not name stays. */
export const changed = (session: SessionRow, change: SessionChange, updatedAt: number): SessionRow => {
  const given: Partial<Changeable> = Object.fromEntries(
    Object.entries(change).filter(([name, value]) => name !== 'exceptionReason' && value !== undefined),
  );
  return normalise({ ...session, ...given, updatedAt });
};

/** A permission was given for these; with others it is to be asked for again. */
export const isSameSlot = (a: SessionDraft, b: SessionDraft): boolean => {
  const slot = ({ startsLocal, timeZone, rrule, durationMs, targets, volume }: SessionDraft) =>
    JSON.stringify([startsLocal, timeZone, rrule, durationMs, targets, volume]);
  return slot(a) === slot(b);
};
