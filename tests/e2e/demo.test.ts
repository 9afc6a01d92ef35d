import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { startDemo } from '../support/demo-stack.ts';
import { createScreenshots } from '../support/screenshots.ts';
import { enginePath } from './engine-path.ts';
import { newcomerPath } from './newcomer-path.ts';
import type { Stage } from './stage.ts';

describe('the demo', () => {
  let stage: Stage;
  beforeAll(async () => {
    const [demo, browser, screenshots] = await Promise.all([
      startDemo(),
      launchChromium(),
      createScreenshots(fileURLToPath(new URL('./screenshots', import.meta.url))),
    ]);
    stage = { demo, browser, screenshots };
  }, 240_000);
  afterAll(async () => {
    await stage?.browser.close();
    await stage?.demo.stop();
    await stage?.screenshots.saved();
  }, 60_000);

  // One after the other, in this order: the first one begins while the demo's session is still to come.
  describe("a newcomer's path through it", () => newcomerPath(() => stage));
  describe('an emergency, a stop and what goes wrong', () => enginePath(() => stage));
});
