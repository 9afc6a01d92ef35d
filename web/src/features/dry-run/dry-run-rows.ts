import type { DryRun } from '../../../../controller/http/api-type.ts';
import { DAY_MS } from '../../format/vietnam-time.ts';

export type Sound = DryRun['sounds'][number];
export type Silent = DryRun['silent'][number];

/** What becomes of a planned sound, as a person asks: all of it, a part of it, or nothing. */
export type RowState = 'full' | 'part' | 'silent';

export type PlanRow = Readonly<
  { key: string; startAt: number; endAt: number; state: RowState } & (
    | { sound: Sound; silent: null }
    | { sound: null; silent: Silent }
  )
>;

/** Cut, or not heard from its beginning. */
const isPart = ({ cutBy, delayedBy, positionMs }: Sound): boolean =>
  cutBy !== null || delayedBy !== null || positionMs > 0;

const placeKey = (clusterIds: readonly string[] | null): string => clusterIds?.join() ?? '';

/** What sounds and what does not, in the order of time; of the same instant what sounds comes first. */
export const planRows = ({ sounds, silent }: Pick<DryRun, 'sounds' | 'silent'>): PlanRow[] => {
  const heard = sounds.map(
    (sound): PlanRow => ({
      key: `${sound.itemId} ${sound.startAt} ${placeKey(sound.clusterIds)}`,
      startAt: Date.parse(sound.startAt),
      endAt: Date.parse(sound.endAt),
      state: isPart(sound) ? 'part' : 'full',
      sound,
      silent: null,
    }),
  );
  const unheard = silent.map(
    (one): PlanRow => ({
      key: `silent ${one.itemId ?? one.sessionId} ${one.plannedStart} ${one.title} ${placeKey(one.clusterIds)}`,
      startAt: Date.parse(one.plannedStart),
      endAt: Date.parse(one.plannedEnd),
      state: 'silent',
      sound: null,
      silent: one,
    }),
  );
  return [...heard, ...unheard].sort(
    (a, b) => a.startAt - b.startAt || Number(a.state === 'silent') - Number(b.state === 'silent'),
  );
};

export const countStates = (rows: readonly PlanRow[]): Readonly<Record<RowState, number>> => ({
  full: rows.filter(({ state }) => state === 'full').length,
  part: rows.filter(({ state }) => state === 'part').length,
  silent: rows.filter(({ state }) => state === 'silent').length,
});

export interface Block {
  readonly start: number;
  readonly share: number;
}

/** A span as shares 0..1 of the day that begins at `dayStart`; null where it lies outside. */
export const blockOf = (startAt: number, endAt: number, dayStart: number): Block | null => {
  const from = Math.max(startAt, dayStart);
  const to = Math.min(endAt, dayStart + DAY_MS);
  return from < to ? { start: (from - dayStart) / DAY_MS, share: (to - from) / DAY_MS } : null;
};

/** Rows that touch the day. */
export const rowsOfDay = (rows: readonly PlanRow[], dayStart: number): PlanRow[] =>
  rows.filter(({ startAt, endAt }) => startAt < dayStart + DAY_MS && endAt > dayStart);
