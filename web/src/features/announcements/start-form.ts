import type { Announcement, CreateAnnouncement } from '../../../../controller/http/api-type.ts';
import type { Target } from './kinds.ts';

/** Where: an area as a whole, or some clusters of a commune. */
export interface Place {
  readonly areaCode: string | null;
  /** Null: the whole area. */
  readonly clusterIds: readonly string[] | null;
}

export const startKinds = ['emergency', 'exercise', 'test'] as const;
export type StartKind = (typeof startKinds)[number];

export interface StartForm {
  readonly kind: StartKind;
  readonly place: Place;
  readonly bulletinId: string | null;
  readonly minutes: number;
  readonly repeat: boolean;
  /** An explicit choice: an emergency does not lift a stop by the way. */
  readonly liftStops: boolean;
}

export const DEFAULT_MINUTES = 10;
export const MOST_MINUTES = 24 * 60;

export const emptyStartForm = (areaCode: string | null, kind: StartKind = 'emergency'): StartForm => ({
  kind,
  place: { areaCode, clusterIds: null },
  bulletinId: null,
  minutes: DEFAULT_MINUTES,
  repeat: true,
  liftStops: false,
});

export const targetsOf = ({ areaCode, clusterIds }: Place): Target[] => {
  if (clusterIds !== null) return clusterIds.map((clusterId) => ({ clusterId }));
  return areaCode === null ? [] : [{ areaCode }];
};

/** A commune officer's own commune; from a larger area nothing is taken for granted but what was chosen before. */
export const firstPlace = (
  home: { readonly code: string; readonly level: string },
  lastTarget: string | null,
): string | null => (home.level === 'commune' || home.level === 'zone' ? home.code : lastTarget);

/** Of the stops that touch the area, those that touch the place: a stop of other clusters is in nobody's way. */
export const stopsInTheWay = (inForce: readonly Announcement[], { clusterIds }: Place): Announcement[] =>
  inForce.filter(
    ({ kind, targets }) =>
      kind === 'stop' &&
      (clusterIds === null ||
        targets.some((target) => 'areaCode' in target || clusterIds.includes(target.clusterId))),
  );

export type Missing = 'place' | 'clip' | 'lift' | 'stopped';

/** What stands in the way of starting, the first thing first; null when nothing does. */
export const missingOf = (form: StartForm, stops: readonly Announcement[]): Missing | null => {
  if (targetsOf(form.place).length === 0) return 'place';
  if (form.kind !== 'test' && form.bulletinId === null) return 'clip';
  if (stops.length === 0) return null;
  if (form.kind !== 'emergency') return 'stopped';
  return form.liftStops ? null : 'lift';
};

/** What is heard outside one commune does. */
export const takesSecondPerson = (
  { place, kind }: Pick<StartForm, 'place' | 'kind'>,
  level: string | undefined,
): boolean =>
  kind === 'emergency' && place.clusterIds === null && (level === 'province' || level === 'district');

/** @param glass Why it starts at once, without the second person that it would take. */
export const startInput = (
  form: StartForm,
  stops: readonly Announcement[],
  glass: string | null = null,
): CreateAnnouncement => {
  const targets = targetsOf(form.place);
  const bulletinId = form.bulletinId ?? '';
  switch (form.kind) {
    case 'test':
      return { kind: form.kind, targets };
    case 'exercise':
      return { kind: form.kind, targets, bulletinId };
    case 'emergency':
      return {
        kind: form.kind,
        targets,
        bulletinId,
        durationMs: form.minutes * 60_000,
        repeat: form.repeat,
        ...(glass === null ? {} : { breakGlass: true, reason: glass }),
        ...(form.liftStops && stops.length > 0 ? { liftStopIds: stops.map((stop) => stop.id) } : {}),
      };
  }
};
