import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import { silentLog } from '../support/silent-log.ts';
import { batchOf, ROWS_PER_BATCH } from '../support/store-writer-batch.ts';

const KILLS = 4;
const writer = fileURLToPath(new URL('../support/store-writer.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'store-durability-'));
const path = join(folder, 'controller.db');
afterAll(() => rmSync(folder, { recursive: true }));

/** Lets a writer acknowledge some batches and kills it at a random instant of the following ones. */
const writeUntilKilled = (firstBatch: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', writer, path, String(firstBatch)]);
    const enough = 3 + Math.floor(Math.random() * 30);
    const afterMs = Math.random() * 20;
    let output = '';
    let errors = '';
    let isDoomed = false;
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (isDoomed || output.split('\n').length <= enough) return;
      isDoomed = true;
      setTimeout(() => child.kill('SIGKILL'), afterMs);
    });
    child.on('close', (_code, signal) => {
      const acknowledged = Number(output.slice(0, output.lastIndexOf('\n')).split('\n').at(-1));
      if (signal === 'SIGKILL') resolve(acknowledged);
      else reject(new Error(`The writer ended by itself: ${errors}`));
    });
  });

it(`has every acknowledged row, and no half of a transaction, after ${KILLS} kills in the middle of writing`, async () => {
  let next = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const acknowledged = await writeUntilKilled(next);
    expect(acknowledged).toBeGreaterThanOrEqual(next);

    const store = await openSqliteStore({ path, log: silentLog });
    // The last commit may have been lost on its way to stdout, never on its way to the disk.
    const last = Number(await store.settings.get('last'));
    expect(last).toBeGreaterThanOrEqual(acknowledged);
    for (let batch = 0; batch <= last + 1; batch += 1) {
      const { playbacks, cursor } = batchOf(batch);
      const stored = await store.playbacks.many(playbacks);
      const cursors = await store.spools.cursors([cursor.deviceId]);
      expect([batch, stored.length, cursors]).toEqual(
        batch <= last ? [batch, ROWS_PER_BATCH, [cursor]] : [batch, 0, []],
      );
    }
    await store.close();
    next = last + 1;
  }
});
