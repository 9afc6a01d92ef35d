import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startFleet } from '../../../../controller/demo/fleet-process.ts';
import { createRecordingLog } from '../../../support/recording-log.ts';
import { silentLog } from '../../../support/silent-log.ts';
import { waitUntil } from '../../../support/wait-until.ts';

const folder = mkdtempSync(join(tmpdir(), 'fleet-process-'));
afterAll(() => rmSync(folder, { recursive: true }));

const start = (script: string) => {
  const entry = join(folder, 'fleet.mjs');
  writeFileSync(entry, script);
  const { lines, log } = createRecordingLog();
  return { lines, fleet: startFleet({ entry, args: [], cwd: process.cwd(), log: { ...silentLog, ...log } }) };
};

describe('the process of the fleet', () => {
  it('is stopped without a word', async () => {
    const { lines, fleet } = start('setInterval(() => {}, 1000);');
    await fleet.stop();
    await fleet.stop();
    expect(lines).toEqual([]);
  });

  it('is missed when it ends by itself', async () => {
    const { lines, fleet } = start('process.exit(3);');
    const line = await waitUntil('the end', () => lines[0]);
    expect(line).toMatchObject({ level: 'error', fields: { code: 3, signal: null } });
    await fleet.stop();
  });
});
