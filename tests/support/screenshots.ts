import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page, PageScreenshotOptions } from 'playwright-core';
import { findFfmpeg } from '../../controller/adapters/audio/find-ffmpeg.ts';
import { silentLog } from './silent-log.ts';

const run = promisify(execFile);

/** The page's own colours, few as they are, in a palette: a third of the size, and no difference to the eye. */
const withPalette = 'split[a][b];[a]palettegen=max_colors=256[p];[b][p]paletteuse=dither=sierra2_4a';

export type Screenshots = Readonly<{
  /** Takes the picture now; it is made small while the test goes on. */
  take: (page: Page, name: string, options?: Pick<PageScreenshotOptions, 'clip'>) => Promise<void>;
  /** Waits until every picture taken is in its file. */
  saved: () => Promise<void>;
}>;

/** Pictures for the README, `name.png` in this folder. */
export const createScreenshots = async (folder: string): Promise<Screenshots> => {
  const { path: ffmpegPath } = await findFfmpeg({ env: process.env, log: silentLog });
  const scratch = await mkdtemp(join(tmpdir(), 'screenshots-'));
  await mkdir(folder, { recursive: true });
  let saving = Promise.resolve();

  const save = async (name: string, picture: Buffer): Promise<void> => {
    const taken = join(scratch, `${name}.png`);
    await writeFile(taken, picture);
    const how = ['-vf', withPalette, '-compression_level', '9', '-pred', 'mixed'];
    await run(ffmpegPath, ['-v', 'error', '-y', '-i', taken, ...how, join(folder, `${name}.png`)]);
  };

  return {
    take: async (page, name, options = {}) => {
      const picture = await page.screenshot(options);
      saving = Promise.all([saving, save(name, picture)]).then(() => undefined);
      saving.catch(() => undefined);
    },
    saved: async () => {
      await saving;
      await rm(scratch, { recursive: true, force: true });
    },
  };
};
