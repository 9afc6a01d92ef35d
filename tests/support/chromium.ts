import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './find-chromium.ts';

/**
 * A headless browser that talks to nobody but the page under test. Audio stays behind a user's click, as in any
 * browser that people use.
 */
export const launchChromium = async (): Promise<Browser> => {
  const executablePath = findChromium(process.env);
  if (executablePath === undefined) {
    throw new Error('No Chromium found: `npm run pretest` installs it, or set CHROMIUM_PATH.');
  }
  return chromium.launch({
    executablePath,
    args: [
      '--headless=new',
      // Containers and root have no user namespaces for Chromium's sandbox; it opens our own page only.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
};
