import type { AuditRow } from '../app/ports/store/audit.ts';
import { iso } from './representations/time.ts';

/** An entry as a line of JSON. `before` and `after` stand as they were entered, so that hashes can be made again. */
export const auditLine = (row: AuditRow): string => {
  const { at, before, after, prevHash, hash, ...facts } = row;
  const head = JSON.stringify({ ...facts, at: iso(at), atMs: at, prevHash, hash });
  return `${head.slice(0, -1)},"before":${before ?? 'null'},"after":${after ?? 'null'}}\n`;
};

/**
 * Lines of however many entries, read as fast as they are taken: a slow reader holds up nothing but itself, and
 * nothing piles up for it.
 */
export const streamLines = (
  read: (after: number) => Promise<readonly AuditRow[]>,
): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  let after = 0;
  return new ReadableStream(
    {
      pull: async (controller) => {
        const rows = await read(after);
        const last = rows.at(-1);
        if (!last) return controller.close();
        after = last.seq;
        controller.enqueue(encoder.encode(rows.map(auditLine).join('')));
      },
    },
    { highWaterMark: 1 },
  );
};
