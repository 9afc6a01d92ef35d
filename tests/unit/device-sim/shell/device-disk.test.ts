import { spawn } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { PlayEvent } from '#protocol';
import { emptyLedger } from '../../../../device-sim/device/disk.ts';
import { createFileDisk, createMemoryDisk } from '../../../../device-sim/shell/device-disk.ts';
import { createSpoolFiles } from '../../../../device-sim/shell/spool-files.ts';
import { createRecordingLog } from '../../../support/recording-log.ts';
import { silentLog } from '../../../support/silent-log.ts';

const root = mkdtempSync(join(tmpdir(), 'device-disk-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folder: string;
let count = 0;
beforeEach(() => {
  count += 1;
  folder = join(root, `device-${count}`);
});

const started = (seq: number): PlayEvent => ({
  type: 'started',
  seq,
  itemId: `item-${seq}`,
  at: 1_700_000_000_000 + seq,
  clockErrorMs: 5,
  positionMs: 0,
});
const open = () => createFileDisk({ folder, durable: false, log: silentLog });
const saved = (nextSeq: number) => ({
  cached: ['a'.repeat(64)],
  clockSamples: [{ t0: 1, t1: 2, t2: 3, t3: 4 }],
  ledger: { ...emptyLedger, settled: { x: 5 } },
  commandVersion: 7,
  retired: true,
  keysHeld: { version: 3, ms: 5 },
  spool: { spoolId: 'spool-1', nextSeq, oldestSeq: 1, ackedSeq: 0 },
});
const seqs = (events: readonly PlayEvent[]) => events.map(({ seq }) => seq);

describe('the disk of a device', () => {
  it('is empty at first', () => {
    expect(open().load()).toMatchObject({ documents: {}, cached: [], spool: null, spoolTail: [] });
  });

  it('gives back what was saved, the last of it', async () => {
    const disk = open();
    disk.saveDocuments(new Map([['tt/v1/keys', { jws: 'old' }]]));
    disk.saveDocuments(new Map([['tt/v1/keys', { jws: 'new' }]]));
    disk.save(saved(3));
    await disk.flush();
    expect(open().load()).toEqual({ documents: { 'tt/v1/keys': 'new' }, ...saved(3), spoolTail: [] });
    expect(readdirSync(folder).sort()).toEqual(['documents.json', 'state.json']);
  });

  it('tells events that came after the last save', async () => {
    const disk = open();
    disk.spool('spool-1').append([started(1), started(2)]);
    disk.save(saved(2));
    await disk.flush();
    disk.spool('spool-1').append([started(3)]);
    expect(seqs(open().load().spoolTail)).toEqual([2, 3]);
  });

  it('finds its spool again when the rest is lost or rubbish, and says so', () => {
    open()
      .spool('spool-1')
      .append([started(1), started(2)]);
    writeFileSync(join(folder, 'state.json'), '{"spool": 12');
    writeFileSync(join(folder, 'documents.json'), '"neither"');
    const { log, lines } = createRecordingLog();
    const found = createFileDisk({ folder, durable: false, log }).load();
    expect(found.spool).toMatchObject({ spoolId: 'spool-1', ackedSeq: 0 });
    expect(seqs(found.spoolTail)).toEqual([1, 2]);
    expect(lines.length).toBeGreaterThan(0);
  });

  it('reports what cannot be written and goes on', async () => {
    mkdirSync(root, { recursive: true });
    writeFileSync(folder, 'a file where the folder should be');
    const { log, lines } = createRecordingLog();
    const disk = createFileDisk({ folder, durable: false, log });
    disk.saveDocuments(new Map());
    await disk.flush();
    expect(lines.map(({ sentence }) => sentence)).toContain('Device state could not be written');
  });

  it('in memory survives a simulated power cut', () => {
    const disk = createMemoryDisk();
    disk.saveDocuments(new Map([['tt/v1/keys', { jws: 'jws' }]]));
    disk.save(saved(1));
    disk.spool('spool-1').append([started(1)]);
    expect(disk.load()).toMatchObject({ documents: { 'tt/v1/keys': 'jws' }, commandVersion: 7 });
    expect(seqs(disk.load().spoolTail)).toEqual([1]);
    disk.spool('spool-1').dropBefore(2);
    expect(disk.spool('spool-1').read(1, 9)).toEqual([]);
  });
});

describe('the spool', () => {
  it('reads ranges across its files and drops whole files', () => {
    const spool = createSpoolFiles(folder, false);
    spool.append(Array.from({ length: 600 }, (_, n) => started(n + 1)));
    expect(readdirSync(folder)).toHaveLength(3);
    expect(seqs(spool.read(255, 258))).toEqual([255, 256, 257, 258]);
    spool.dropBefore(300);
    expect(readdirSync(folder)).toHaveLength(2);
    expect(seqs(spool.read(1, 258))).toEqual([257, 258]);
    expect(seqs(spool.read(599, 9_999))).toEqual([599, 600]);
  });

  it('goes on behind a line that a killed process tore', () => {
    createSpoolFiles(folder, true).append([started(1)]);
    const [name = ''] = readdirSync(folder);
    appendFileSync(join(folder, name), '{"type":"started","seq":2,"ite');
    const spool = createSpoolFiles(folder, true);
    spool.append([started(2)]);
    spool.append([started(3)]);
    expect(seqs(spool.read(1, 9))).toEqual([1, 2, 3]);
  });

  it('has every event that was reported as written when its process gets SIGKILL', async () => {
    const script = fileURLToPath(new URL('../../../support/spool-writer.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let reported = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      reported = Number(line);
      if (reported >= 400 && !child.killed) child.kill('SIGKILL');
    }
    const found = open().load();
    expect(reported).toBeGreaterThanOrEqual(400);
    expect(found.spoolTail.length).toBeGreaterThanOrEqual(reported);
    expect(seqs(found.spoolTail)).toEqual(found.spoolTail.map((_, n) => n + 1));
    expect(statSync(folder).isDirectory()).toBe(true);
  });
});
