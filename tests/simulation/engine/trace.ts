import { createHash } from 'node:crypto';

/** What happened, as one hash, and its last lines for whoever has to understand a failure. */
export type Trace = Readonly<{
  note: (at: number, what: string) => void;
  /** Of everything noted so far. */
  digest: () => string;
  /** Lines that hold the text, newest last; none unless lines are kept. */
  lines: (holding: string) => string[];
}>;

const chunkChars = 16_384;

/** @param keep Every line is kept: for one seed that somebody looks at, not for a thousand. */
export const createTrace = (keep: boolean): Trace => {
  const hash = createHash('sha256');
  const kept: string[] = [];
  let pending = '';
  return {
    note: (at, what) => {
      const line = `${at} ${what}`;
      if (keep) kept.push(`${new Date(at + 7 * 3_600_000).toISOString().slice(5, 23)} ${what}`);
      pending += `${line}\n`;
      if (pending.length < chunkChars) return;
      hash.update(pending);
      pending = '';
    },
    digest: () => hash.copy().update(pending).digest('hex'),
    lines: (holding) => kept.filter((line) => line.includes(holding)),
  };
};
