import {
  appendFileSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type PlayEvent, playEvent } from '#protocol';

const eventsPerFile = 256;

/** Play events of one spool, in order of their sequence numbers. */
export type SpoolStore = Readonly<{
  /** Returns when the events are safe. */
  append: (events: readonly PlayEvent[]) => void;
  /** Events of [fromSeq, toSeq] that are still there. */
  read: (fromSeq: number, toSeq: number) => PlayEvent[];
  /** Forgets events below `seq`, or most of them. */
  dropBefore: (seq: number) => void;
}>;

const parseLine = (line: string): PlayEvent[] => {
  try {
    const parsed = playEvent.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  } catch {
    // The last line of a process that was killed while writing it.
    return [];
  }
};

/**
 * One JSON line an event, in files of 256 named after their first sequence number. Appending is synchronous:
 * what was reported to the core as recorded survives SIGKILL, and with `durable` the loss of power.
 */
export const createSpoolFiles = (folder: string, durable: boolean): SpoolStore => {
  const nameOf = (seq: number): string => {
    const first = Math.floor((seq - 1) / eventsPerFile) * eventsPerFile + 1;
    return join(folder, `${String(first).padStart(10, '0')}.jsonl`);
  };
  const firstSeqs = (): number[] => {
    try {
      return readdirSync(folder)
        .filter((name) => name.endsWith('.jsonl'))
        .map((name) => Number.parseInt(name, 10))
        .sort((a, b) => a - b);
    } catch {
      return [];
    }
  };
  let hasFolder = false;
  /** A torn last line gets its newline, so that the next event does not join it. */
  const tornFiles = new Map<string, boolean>();
  const isTorn = (path: string): boolean => {
    const known = tornFiles.get(path);
    if (known !== undefined) return false;
    tornFiles.clear();
    tornFiles.set(path, true);
    try {
      const content = readFileSync(path, 'utf8');
      return content !== '' && !content.endsWith('\n');
    } catch {
      return false;
    }
  };
  const appendTo = (path: string, lines: string): void => {
    const text = isTorn(path) ? `\n${lines}` : lines;
    if (!durable) {
      appendFileSync(path, text);
      return;
    }
    const file = openSync(path, 'a');
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  };

  return {
    append: (events) => {
      if (!hasFolder) mkdirSync(folder, { recursive: true });
      hasFolder = true;
      for (const event of events) appendTo(nameOf(event.seq), `${JSON.stringify(event)}\n`);
    },
    read: (fromSeq, toSeq) =>
      firstSeqs()
        .filter((first) => first <= toSeq && first + eventsPerFile > fromSeq)
        .flatMap((first) => readFileSync(nameOf(first), 'utf8').split('\n').flatMap(parseLine))
        .filter(({ seq }) => seq >= fromSeq && seq <= toSeq),
    dropBefore: (seq) => {
      for (const first of firstSeqs()) {
        if (first + eventsPerFile <= seq) rmSync(nameOf(first), { force: true });
      }
    },
  };
};

/** For fleets that keep nothing. */
export const createMemorySpool = (): SpoolStore => {
  let kept: PlayEvent[] = [];
  return {
    append: (events) => {
      kept.push(...events);
    },
    read: (fromSeq, toSeq) => kept.filter(({ seq }) => seq >= fromSeq && seq <= toSeq),
    dropBefore: (seq) => {
      kept = kept.filter((event) => event.seq >= seq);
    },
  };
};
