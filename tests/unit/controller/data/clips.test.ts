import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../../controller/adapters/store/sqlite.ts';
import { loadPreload } from '../../../../controller/app/announcements/preload.ts';
import type { Store } from '../../../../controller/app/ports/store.ts';
import { installClips, shippedClipPath, shippedClips } from '../../../../controller/data/install-clips.ts';
import { silentLog } from '../../../support/silent-log.ts';

let assetDir: string;
let store: Store;
beforeEach(async () => {
  assetDir = mkdtempSync(join(tmpdir(), 'clips-'));
  store = await openSqliteStore({ path: ':memory:', log: silentLog });
});
afterEach(async () => {
  rmSync(assetDir, { recursive: true });
  await store.close();
});

const shipped = Object.entries(shippedClips());
const install = () => installClips({ store, assetDir, clock: { now: () => 1_700_000_000_000 } });

describe('the audio that comes with the software', () => {
  it.each(shipped)('%s is the file that was measured, at the level of every asset', (name, clip) => {
    const bytes = readFileSync(shippedClipPath(name));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(clip.sha256);
    expect(bytes.length).toBe(clip.sizeBytes);
    expect(Math.abs(clip.loudnessLufs + 16)).toBeLessThanOrEqual(0.5);
    expect(clip.truePeakDbtp).toBeLessThanOrEqual(-1);
  });

  it('lies among the assets after the start, whole, for every loudspeaker to hold', async () => {
    await install();
    expect(readdirSync(assetDir).sort()).toEqual(shipped.map(([, { sha256 }]) => `${sha256}.mp3`).sort());
    for (const [, { sha256 }] of shipped) expect(await store.assets.isServable(sha256)).toBe(true);
    const tone = shippedClips()['test-tone'];
    expect((await loadPreload(store))(['07888.20200101'])).toEqual({
      [tone.sha256]: { sizeBytes: tone.sizeBytes, durationMs: tone.durationMs },
    });
  });

  it('is put back when it was lost or cut, and otherwise left alone', async () => {
    await install();
    const [[, { sha256, sizeBytes }] = ['', { sha256: '', sizeBytes: 0 }]] = shipped;
    const path = join(assetDir, `${sha256}.mp3`);
    writeFileSync(path, 'half');
    await install();
    expect(readFileSync(path).length).toBe(sizeBytes);
    await install();
    expect(readdirSync(assetDir)).toHaveLength(shipped.length);
  });
});
