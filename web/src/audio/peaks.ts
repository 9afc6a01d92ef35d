/** Fewer or more bars than peaks: each bar shows the loudest peak of its part, so that no beat is lost. */
export const resamplePeaks = (peaks: readonly number[], bars: number): number[] => {
  if (bars <= 0 || peaks.length === 0) return [];
  return Array.from({ length: bars }, (_, bar) => {
    const from = Math.floor((bar * peaks.length) / bars);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * peaks.length) / bars));
    return Math.max(...peaks.slice(from, to));
  });
};

/** An SVG path of bars around a middle line. `pitch` is the distance from bar to bar, in pixels. */
export const barsPath = (
  peaks: readonly number[],
  size: Readonly<{ height: number; pitch: number; bar: number }>,
): string => {
  const middle = size.height / 2;
  return peaks
    .map((peak, index) => {
      const half = Math.max(size.bar / 2, Math.min(1, Math.max(0, peak)) * middle);
      const x = index * size.pitch + size.bar / 2;
      return `M${x.toFixed(1)} ${(middle - half).toFixed(1)}V${(middle + half).toFixed(1)}`;
    })
    .join('');
};
