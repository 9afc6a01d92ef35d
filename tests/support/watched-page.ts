import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

/** Long enough for two cores that are busy with a fleet; every wait ends as soon as its condition holds. */
const patienceMs = 45_000;

/** Keeps every audio element that was asked to play: the page's own never enter the document. */
const keepAudio = `
  const heard = (window.heardAudio = []);
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    if (!heard.includes(this)) heard.push(this);
    return play.call(this);
  };
`;

/** Also what the security policy forbids without a word in the console, such as a report of a worker. */
const tellViolations = `
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
    console.error('security policy violated:', violatedDirective, blockedURI, sourceFile),
  );
`;

export type WatchedPage = Readonly<{
  page: Page;
  context: BrowserContext;
  /** Requests to anybody but the controller. */
  strayRequests: readonly string[];
  /** Errors and warnings of the console, what the security policy forbade, uncaught errors, and answers that say the server failed. */
  complaints: readonly string[];
}>;

/** A page that remembers what it should not have done. */
export const openWatchedPage = async (
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
): Promise<WatchedPage> => {
  const context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', ...options });
  context.setDefaultTimeout(patienceMs);
  await context.addInitScript(keepAudio);
  await context.addInitScript(tellViolations);
  const strayRequests: string[] = [];
  const complaints: string[] = [];
  const { host } = new URL(url);
  context.on('request', (request) => {
    const asked = new URL(request.url());
    const isLocal = asked.protocol === 'data:' || asked.protocol === 'blob:';
    if (!isLocal && asked.host !== host) strayRequests.push(request.url());
  });
  context.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().message}`));
  return { page: await context.newPage(), context, strayRequests, complaints };
};

/** Width of what the page wants to show; more than the screen's means that it scrolls sideways. */
export const contentWidth = (page: Page): Promise<number> =>
  page.evaluate<number>(
    'Math.max(document.documentElement.scrollWidth, document.body.scrollWidth, window.innerWidth)',
  );
