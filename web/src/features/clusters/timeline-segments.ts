import type { ClusterDetail, PresenceState } from '../../../../controller/http/api-type.ts';

/** A stretch of one state within a window, as shares 0..1 of the window. */
export interface Segment {
  readonly state: PresenceState;
  readonly fromMs: number;
  readonly toMs: number;
  readonly start: number;
  readonly share: number;
  /** It still lasts. */
  readonly open: boolean;
}

/** Intervals cut to the window; what lies outside is left out, and an open one ends now. */
export const segmentsOf = (
  intervals: ClusterDetail['intervals'],
  window: { readonly fromMs: number; readonly toMs: number },
): Segment[] => {
  const span = window.toMs - window.fromMs;
  return intervals
    .map(({ state, from, to }) => ({
      state,
      fromMs: Math.max(window.fromMs, Date.parse(from)),
      toMs: Math.min(window.toMs, to === null ? window.toMs : Date.parse(to)),
      open: to === null,
    }))
    .filter((one) => one.toMs > one.fromMs)
    .sort((a, b) => a.fromMs - b.fromMs)
    .map((one) => ({
      ...one,
      start: (one.fromMs - window.fromMs) / span,
      share: (one.toMs - one.fromMs) / span,
    }));
};

/** Full hours, every so many, within a window; Vietnam's offset is whole hours, so they fall on UTC hours too. */
export const hourTicks = (window: { fromMs: number; toMs: number }, everyHours: number): number[] => {
  const step = everyHours * 3_600_000;
  const shift = 7 * 3_600_000;
  const first = Math.ceil((window.fromMs + shift) / step) * step - shift;
  const ticks: number[] = [];
  for (let tick = first; tick <= window.toMs; tick += step) ticks.push(tick);
  return ticks;
};
