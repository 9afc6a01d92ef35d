import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlayEvent, ProgramItem } from '#protocol';
import type { Disk } from '../../../../device-sim/device/disk.ts';
import { defaultSettings, initialState } from '../../../../device-sim/device/state.ts';
import { step } from '../../../../device-sim/device/step.ts';
import { createFileDisk } from '../../../../device-sim/shell/device-disk.ts';
import { itemAt, morning, programAt } from '../../../support/device-documents.ts';
import { createShellWorld, type ShellWorld } from '../../../support/shell-world.ts';
import { silentLog } from '../../../support/silent-log.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const eve = morning - hour;
const audio = Buffer.from('five minutes of sound'.repeat(100));

const root = mkdtempSync(join(tmpdir(), 'torn-disk-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let world: ShellWorld;
let items: ProgramItem[];
/** The disk in the middle of the second of three items, as a power cut leaves it. */
let original: string;
let spoolName: string;
let events: PlayEvent[];
beforeAll(async () => {
  world = await createShellWorld({ startAt: eve });
  const sha256 = world.addMedia(audio);
  const source = { kind: 'asset', sha256 } as const;
  items = [0, 1, 2].map((n) => itemAt(`item-${n}`, morning + n * 10 * minute, { source }));
  await world.powerOn();
  await world.sendConfig();
  const assets = { [sha256]: { sizeBytes: audio.length, durationMs: 5 * minute } };
  await world.send(programAt(eve, items, { assets }));
  await world.advanceTo(eve + 10 * minute);
  world.goOffline();
  await world.advanceTo(morning + 12 * minute);
  await world.powerCut();
  original = join(root, 'original');
  cpSync(world.paths.device, original, { recursive: true });
  spoolName = readdirSync(original).find((name) => name.startsWith('spool-')) ?? '';
  events = open(original).spool(spoolName.slice('spool-'.length)).read(1, 99);
});
afterAll(() => world.stop());

const open = (folder: string) => createFileDisk({ folder, durable: false, log: silentLog });
const spoolFile = (folder: string) => join(folder, spoolName, '0000000001.jsonl');
let copies = 0;
const copy = (): string => {
  copies += 1;
  const folder = join(root, `copy-${copies}`);
  cpSync(original, folder, { recursive: true });
  return folder;
};
/** Cuts one file of a copy off after so many bytes of the original. */
const tear = (folder: string, path: (folder: string) => string, length: number): void =>
  writeFileSync(path(folder), readFileSync(path(original)).subarray(0, length));
/** Every byte of the beginning and of the end, where braces and quotes lie close together, and some between. */
const cutsOf = (size: number): number[] =>
  Array.from({ length: size }, (_, n) => n).filter((n) => n < 120 || n > size - 120 || n % 29 === 0);
const sizeOf = (path: (folder: string) => string): number => readFileSync(path(original)).length;
const files: [string, (folder: string) => string][] = [
  ['documents.json', (folder) => join(folder, 'documents.json')],
  ['state.json', (folder) => join(folder, 'state.json')],
  ['the spool', spoolFile],
];

/** What the core makes of a disk at power on. */
const bootFrom = (disk: Disk) =>
  step(initialState({ ...defaultSettings, deviceId: 'dev-1' }, 1), {
    type: 'booted',
    ownNow: 0,
    disk,
    clockKept: true,
    freshSpoolId: 'fresh',
  });

describe.each(files)('%s cut off', { timeout: 30_000 }, (name, path) => {
  it('is read as far as it goes, and never takes anything else with it', () => {
    const whole = open(original).load();
    const folder = copy();
    for (const length of cutsOf(sizeOf(path))) {
      tear(folder, path, length);
      const found = open(folder).load();
      const [state] = bootFrom(found);
      // The spool keeps its name, and no number on the disk is given out a second time.
      expect(`spool-${state.spool.spoolId}`).toBe(spoolName);
      const kept = open(folder).spool(state.spool.spoolId).read(1, 99);
      expect(state.spool.nextSeq).toBeGreaterThan(kept.at(-1)?.seq ?? 0);
      if (name !== 'documents.json') expect(found.documents).toEqual(whole.documents);
      if (name !== 'state.json') expect(found.cached).toEqual(whole.cached);
      if (name !== 'the spool') expect(kept).toEqual(events);
      // What has had its end does not begin again.
      expect(Object.keys(state.ledger.settled)).toContain('item-0');
    }
  });
});

describe('a spool cut off anywhere', { timeout: 30_000 }, () => {
  it('keeps every whole line, and takes new events behind them', () => {
    const text = readFileSync(spoolFile(original));
    const folder = copy();
    for (const length of [...cutsOf(text.length), text.length]) {
      tear(folder, spoolFile, length);
      const spoolId = spoolName.slice('spool-'.length);
      const spool = open(folder).spool(spoolId);
      const lines = text.subarray(0, length).toString('utf8').split('\n');
      const wholeLines = lines.filter((line, n) => n < lines.length - 1 || isWhole(line)).filter(Boolean);
      expect(spool.read(1, 99)).toEqual(events.slice(0, wholeLines.length));
      const news: PlayEvent[] = [
        { type: 'started', seq: 50, itemId: 'x', at: morning, clockErrorMs: 1, positionMs: 0 },
        { type: 'started', seq: 51, itemId: 'y', at: morning, clockErrorMs: 1, positionMs: 0 },
      ];
      spool.append(news);
      expect(open(folder).spool(spoolId).read(50, 99)).toEqual(news);
      expect(open(folder).spool(spoolId).read(1, 49)).toEqual(events.slice(0, wholeLines.length));
    }
  });

  const isWhole = (line: string): boolean => {
    try {
      JSON.parse(line);
      return true;
    } catch {
      return false;
    }
  };
});

describe('a disk with rubbish on it', () => {
  const rubbish: [string, string | null][] = [
    ['nothing', ''],
    ['no JSON', '\u0000\u0000\u0000'],
    ['another JSON', '[1, 2, 3]'],
    ['null', 'null'],
    [
      'wrong fields',
      '{"cached": 3, "ledger": {"settled": []}, "spool": {"spoolId": "../../x"}, "clockSamples": "x"}',
    ],
    ['a folder in its place', null],
  ];
  const cases = rubbish.flatMap(([what, content]) =>
    files.map(([name, path]) => ({ what, content, name, path })),
  );

  it.each(cases)(
    '$what instead of $name does no more harm than its loss',
    async ({ content, name, path }) => {
      const folder = copy();
      rmSync(path(folder));
      if (content === null) mkdirSync(path(folder));
      else writeFileSync(path(folder), content);
      const found = open(folder).load();
      expect(() => bootFrom(found)).not.toThrow();
      if (name !== 'documents.json') expect(Object.keys(found.documents)).toHaveLength(3);
      if (name !== 'the spool')
        expect(open(folder).spool(spoolName.slice('spool-'.length)).read(1, 99)).toEqual(events);
    },
  );

  it('keeps the fields of a state that can be read', () => {
    const folder = copy();
    const whole = open(original).load();
    const state: object = JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'));
    writeFileSync(join(folder, 'state.json'), JSON.stringify({ ...state, clockSamples: 'rubbish' }));
    expect(open(folder).load()).toEqual({ ...whole, clockSamples: [] });
  });
});

describe('a loudspeaker that wakes with a torn file', { timeout: 60_000 }, () => {
  it.each(files)(
    '%s: plays what is left of its program, nothing twice, and says all in the end',
    async (name, path) => {
      const size = sizeOf(path);
      for (const length of [0, 1, Math.floor(size / 3), Math.floor(size / 2), size - 2]) {
        const other = await createShellWorld({ startAt: eve });
        const sha256 = other.addMedia(audio);
        const source = { kind: 'asset', sha256 } as const;
        const planned = items.map((item) => ({ ...item, source }));
        await other.powerOn();
        await other.sendConfig();
        const assets = { [sha256]: { sizeBytes: audio.length, durationMs: 5 * minute } };
        await other.send(programAt(eve, planned, { assets }));
        await other.advanceTo(eve + 10 * minute);
        other.goOffline();
        await other.advanceTo(morning + 12 * minute);
        await other.powerCut();
        const folder = other.paths.device;
        const own = readdirSync(folder).find((one) => one.startsWith('spool-')) ?? '';
        const target = path === spoolFile ? join(folder, own, '0000000001.jsonl') : path(folder);
        writeFileSync(target, readFileSync(target).subarray(0, length));
        await other.advanceTo(morning + 13 * minute);
        await other.powerOn();
        // Without its documents, or without its exchanges of time, it has to wait for the broker.
        if (name !== 'the spool') await other.goOnline();
        await other.advanceTo(morning + hour);
        await other.goOnline();
        await other.advanceTo(morning + hour + 10 * minute);

        const heard = other.heard();
        expect(heard.every(({ isRight }) => isRight)).toBe(true);
        expect(heard.filter(({ itemId }) => itemId === 'item-0')).toHaveLength(1);
        expect(heard.filter(({ itemId }) => itemId === 'item-1')).toHaveLength(2);
        expect(heard.filter(({ itemId }) => itemId === 'item-2')).toHaveLength(1);
        const ended = [...other.events.values()].flatMap((event) => (event.type === 'ended' ? [event] : []));
        const ids = ended.map(({ itemId }) => itemId);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids).toEqual(expect.arrayContaining(['item-1', 'item-2']));
        const seqs = [...other.events.keys()].sort((a, b) => a - b);
        // A line that is gone is a gap that the device admits.
        const lost = [...other.events.values()].flatMap((event) => (event.type === 'gap' ? [event] : []));
        const admitted = lost.flatMap(({ firstLost, seq }) =>
          Array.from({ length: seq - firstLost }, (_, n) => firstLost + n),
        );
        expect([...seqs, ...admitted].sort((a, b) => a - b)).toEqual(
          Array.from({ length: Math.max(...seqs) }, (_, n) => n + 1),
        );
        expect(other.failures).toEqual([]);
        await other.stop();
      }
    },
  );
});
