/** What a cluster reported, and when by the server's time. */
export interface ReportedPosition {
  readonly positionMs: number;
  readonly serverMs: number;
  readonly durationMs: number;
  /** The audio begins again when it ends: the position is within the present turn. */
  readonly repeat: boolean;
}

/** Audible against a real loudspeaker nearby; below it, correcting would be heard more than the drift. */
export const DRIFT_LIMIT_MS = 300;
/** A seek needs time to settle before its effect can be judged. */
export const SETTLE_MS = 1_500;

export type Correction =
  | { readonly kind: 'hold'; readonly rate: number }
  | { readonly kind: 'seek'; readonly toMs: number }
  | { readonly kind: 'over' };

/** Where in the audio the loudspeaker is now; past its end where it has ended. */
export const expectedPositionMs = (report: ReportedPosition, serverNowMs: number): number => {
  const positionMs = report.positionMs + (serverNowMs - report.serverMs);
  return report.repeat && positionMs >= report.durationMs ? positionMs % report.durationMs : positionMs;
};

/** How far the browser is ahead of the loudspeaker; where audio repeats, its end lies beside its beginning. */
export const driftMs = (report: ReportedPosition, serverNowMs: number, actualMs: number): number => {
  const plain = actualMs - expectedPositionMs(report, serverNowMs);
  if (!report.repeat || Math.abs(plain) <= report.durationMs / 2) return plain;
  return plain - Math.sign(plain) * report.durationMs;
};

const NUDGE_FROM_MS = 60;
const NUDGE = 0.03;

/** Small drift is walked off at a speed that nobody hears. */
const rateFor = (driftMs: number): number => {
  if (Math.abs(driftMs) < NUDGE_FROM_MS) return 1;
  return driftMs > 0 ? 1 - NUDGE : 1 + NUDGE;
};

/** What the listening browser should do to stay with the loudspeaker. */
export const correctionFor = (input: {
  readonly report: ReportedPosition;
  readonly serverNowMs: number;
  /** Where the browser's own playing is. */
  readonly actualMs: number;
  /** Since the last seek; null when there was none. */
  readonly sinceSeekMs: number | null;
}): Correction => {
  const expected = expectedPositionMs(input.report, input.serverNowMs);
  if (expected >= input.report.durationMs) return { kind: 'over' };
  if (input.sinceSeekMs !== null && input.sinceSeekMs < SETTLE_MS) return { kind: 'hold', rate: 1 };
  const drift = driftMs(input.report, input.serverNowMs, input.actualMs);
  if (Math.abs(drift) > DRIFT_LIMIT_MS) return { kind: 'seek', toMs: Math.max(0, expected) };
  return { kind: 'hold', rate: rateFor(drift) };
};
