import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type PlayEvent, playEvent } from '#protocol';

const eventsPerFile = 256;
/** Events that wait for room on the disk; beyond it the oldest are lost, as in the ring. */
const mostWaiting = 8_192;

/** Play events of one spool, in order of their sequence numbers. */
export type SpoolStore = Readonly<{
  /**
   * Returns when the events are safe. Throws when the disk does not take them: they are kept in memory, can be
   * read, and are written with the next ones.
   */
  append: (events: readonly PlayEvent[]) => void;
  /** Events of [fromSeq, toSeq] that are still there. */
  read: (fromSeq: number, toSeq: number) => PlayEvent[];
  /** Forgets events below `seq`, or most of them. */
  dropBefore: (seq: number) => void;
  /** Tries to write what waits for room. */
  flush: () => void;
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

/** The events of a file; of one that cannot be read, none: the controller is told of the gap. */
const readFile = (path: string): PlayEvent[] => {
  try {
    return readFileSync(path, 'utf8').split('\n').flatMap(parseLine);
  } catch {
    return [];
  }
};

const endsInALine = (path: string): boolean => {
  try {
    const content = readFileSync(path);
    return content.length === 0 || content.at(-1) === 0x0a;
  } catch {
    return true;
  }
};

/** Writes a line at the end, whole or not at all: what a full disk took of it is cut off again. */
const appendLine = (path: string, line: string, durable: boolean): void => {
  const file = openSync(path, 'a');
  try {
    const { size } = fstatSync(file);
    try {
      writeFileSync(file, line);
      if (durable) fsyncSync(file);
    } catch (error) {
      ftruncateSync(file, size);
      throw error;
    }
  } finally {
    closeSync(file);
  }
};

const inOrder = (a: PlayEvent, b: PlayEvent): number => a.seq - b.seq;

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
  let waiting: PlayEvent[] = [];
  /** The file that was last found, or made, to end in a line. */
  let sound: string | null = null;

  const write = (event: PlayEvent): void => {
    const path = nameOf(event.seq);
    const line = `${JSON.stringify(event)}\n`;
    if (sound === null) mkdirSync(folder, { recursive: true });
    // A torn last line gets its newline, so that the next event does not join it.
    appendLine(path, sound === path || endsInALine(path) ? line : `\n${line}`, durable);
    sound = path;
  };
  const writeWaiting = (): void => {
    for (let event = waiting[0]; event; event = waiting[0]) {
      write(event);
      waiting.shift();
    }
  };
  const tryWaiting = (): void => {
    try {
      writeWaiting();
    } catch {
      sound = null;
    }
  };

  return {
    append: (events) => {
      waiting.push(...events);
      try {
        writeWaiting();
      } catch (error) {
        sound = null;
        waiting = waiting.slice(-mostWaiting);
        throw error;
      }
    },
    read: (fromSeq, toSeq) => {
      if (waiting.length > 0) tryWaiting();
      const found = firstSeqs()
        .filter((first) => first <= toSeq && first + eventsPerFile > fromSeq)
        .flatMap((first) => readFile(nameOf(first)));
      return [...found, ...waiting].filter(({ seq }) => seq >= fromSeq && seq <= toSeq).sort(inOrder);
    },
    dropBefore: (seq) => {
      waiting = waiting.filter((event) => event.seq >= seq);
      for (const first of firstSeqs()) {
        if (first + eventsPerFile <= seq) rmSync(nameOf(first), { force: true });
      }
    },
    flush: tryWaiting,
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
    flush: () => {},
  };
};
