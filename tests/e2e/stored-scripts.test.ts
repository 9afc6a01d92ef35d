import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putScripts, scriptIds } from '../support/attacks/stored-scripts.ts';
import { launchChromium } from '../support/chromium.ts';
import { type ComposedController, composeForTests } from '../support/composed-controller.ts';
import { settled } from '../support/page-path.ts';
import { openWatchedPage, type WatchedPage } from '../support/watched-page.ts';

const root = new URL('../..', import.meta.url);
const pageDir = fileURLToPath(new URL('web/dist', root));

/** What stands for the parameter of a page's address. */
const examples: Readonly<Record<string, string>> = {
  '/ban-tin/:id': `/ban-tin/${scriptIds.bulletin}`,
  '/cum-loa/:id': `/cum-loa/${scriptIds.cluster}`,
  '/dia-ban/:code': '/dia-ban/25',
};
/** Every page of the product, as its routes name them. */
const pages = [...readFileSync(new URL('web/src/routes.tsx', root), 'utf8').matchAll(/path="([^"]+)"/g)].map(
  ([, path = '']) => path,
);

/** Pages for people who are not signed in ask first who they are, or for what link they came. */
const refusal = /status of 40[01]/;

/** Notes what a page tried that its policy forbids, and every script of ours that ran. */
const watchPolicy = `
  window.forbidden = [];
  window.pwned = (where) => window.forbidden.push('ran: ' + where);
  document.addEventListener('securitypolicyviolation', (event) =>
    window.forbidden.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));
`;

describe('attack: scripts in every text that people can write', () => {
  let composed: ComposedController;
  let browser: Browser;
  let watched: WatchedPage;
  const dialogs: string[] = [];

  beforeAll(async () => {
    if (!existsSync(pageDir)) throw new Error('The page is not built yet: run `npm run build` first.');
    composed = await composeForTests({ pageDir, seed: putScripts });
    browser = await launchChromium();
    watched = await openWatchedPage(browser, composed.url, { viewport: { width: 1_440, height: 900 } });
    await watched.context.addInitScript(watchPolicy);
    const province = composed.directory.areas.atLevel('province')[0]?.key ?? '';
    const [name = '', value = ''] = (await composed.cookieOf('administrator', province)).split('=');
    await watched.context.addCookies([{ name, value, url: composed.url }]);
    watched.page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
  });
  afterAll(async () => {
    await browser?.close();
    await composed?.stop();
  });

  it.each(pages)(
    'the page %s -> shows them as text: no dialog, nothing forbidden, no complaint',
    async (route) => {
      const path = route.includes(':') ? examples[route] : route;
      if (path === undefined)
        throw new Error(
          `The page ${route} has no example in tests/e2e/stored-scripts.test.ts: add one that shows what people wrote.`,
        );
      const before = watched.complaints.length;
      await watched.page.goto(`${composed.url}${path}`);
      await settled(watched.page);
      expect(dialogs).toEqual([]);
      expect(await watched.page.evaluate('window.forbidden')).toEqual([]);
      expect(
        await watched.page.evaluate(
          'document.querySelectorAll("img[src=x], iframe, [onerror], [onload]").length',
        ),
      ).toBe(0);
      expect(watched.complaints.slice(before).filter((complaint) => !refusal.test(complaint))).toEqual([]);
      expect(watched.strayRequests).toEqual([]);
    },
  );

  it('were on the pages to be seen', async () => {
    for (const [path, words] of [
      ['/ban-tin', 'pwned("bulletin")'],
      ['/cum-loa', 'pwned("cluster")'],
      ['/khan-cap', 'pwned("stop")'],
    ] as const) {
      await watched.page.goto(`${composed.url}${path}`);
      await watched.page.getByText(words).first().waitFor();
    }
  });
});
