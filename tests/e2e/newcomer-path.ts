import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { melodyWav } from '../../controller/demo/melody.ts';
import { bulletinPage } from '../../controller/http/representations/bulletin.ts';
import { overview } from '../../controller/http/representations/overview.ts';
import { playbackPage } from '../../controller/http/representations/playback.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import type { DemoStack } from '../support/demo-stack.ts';
import { heardAudio, untilInStep } from '../support/heard-audio.ts';
import {
  counted,
  downloadCsv,
  follow,
  logAt,
  numberIn,
  openSettled,
  pathsOfPages,
  settled,
  signIn,
  widthsOf,
} from '../support/page-path.ts';
import { ADMIN_PASSWORD } from '../support/run-controller.ts';
import type { Screenshots } from '../support/screenshots.ts';
import { chooseStart, freeMinuteFrom, isInQuietHours, sendSession } from '../support/session-form.ts';
import { waitUntil } from '../support/wait-until.ts';
import { contentWidth, openWatchedPage, type WatchedPage } from '../support/watched-page.ts';

import type { Stage } from './stage.ts';

const caoXa = '08527';
const lamThao = '237';
const camKhe = '235';
const demoSession = 'Buổi phát trình diễn';
const demoSoundMs = 42_000;
const ownTitle = 'Thông báo họp khu dân cư';
const ownFile = 'thong-bao-hop-khu-dan-cu.wav';
const ownSoundMs = 20_000;
/** The network is cut for a minute while the demo's session sounds; the own session airs after that. */
const cutMs = 60_000;
/** For a thousand loudspeakers to be back, and those of the commune to fetch. */
const reconnectMs = 30_000;
/** To sign, deliver and fetch. */
const leadMs = 30_000;
const inStepMs = 500;
const wide = { width: 1440, height: 1450 };
const narrow = { width: 360, height: 800 };
const upper = { x: 0, y: 0, width: wide.width, height: 900 };

const failedPicture = fileURLToPath(new URL('./output/failed.png', import.meta.url));

/** What somebody sees and does who has just started the demo. */
export const newcomerPath = (stage: () => Stage): void => {
  let demo: DemoStack;
  let browser: Browser;
  let desktop: WatchedPage;
  let phone: WatchedPage;
  let stranger: WatchedPage;
  let page: Page;
  let api: ApiClient;
  let screenshots: Screenshots;
  let phoneWalk: ReturnType<typeof widthsOf>;
  let demoStartAt: number;
  let ownStartAt: number;
  let cutAt: number;

  const goTo = (name: string): Promise<void> => follow(page, name);
  const open = (on: Page, path: string): Promise<void> => openSettled(on, new URL(path, demo.url).href);
  const logOf = (session: string): Locator => page.getByRole('region', { name: new RegExp(session) });

  beforeAll(async () => {
    ({ demo, browser, screenshots } = stage());
    // Far from Vietnam: the page's times are Vietnam's all the same.
    desktop = await openWatchedPage(browser, demo.url, {
      viewport: wide,
      timezoneId: 'America/Los_Angeles',
    });
    page = desktop.page;
  });

  // One path: behind a step that failed there is nothing to see.
  let isLost = false;
  beforeEach(({ skip }) => skip(isLost, 'An earlier step failed.'));
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    isLost = true;
    await page.screenshot({ path: failedPicture });
  });

  it('signs in by the printed link and reads at a glance: 144/225, what comes next, who is ready', async () => {
    await page.goto(demo.links.administrator);
    await page.getByRole('heading', { name: 'Tổng quan tỉnh Phú Thọ' }).waitFor();
    const coverage = page.getByTestId('coverage-official');
    expect(await coverage.textContent()).toContain('64,0%');
    expect(await coverage.textContent()).toContain('144/225');
    const label = page.getByText('Địa giới trước 01/7/2025 – dữ liệu trình diễn');
    expect(await label.first().isVisible()).toBe(true);
    expect(await page.getByTestId('session-hero').textContent()).toContain(demoSession);
    expect(await page.getByTestId('countdown').textContent()).toMatch(/^Bắt đầu sau\d\d:\d\d$/);

    await page.getByTestId('readiness').getByText('/1.000').waitFor();

    const [cookie] = await desktop.context.cookies();
    api = createApiClient(demo.url, `${cookie?.name}=${cookie?.value}`);
    const [next] = (await api.get('/overview')).as(overview).next;
    expect(next?.title).toBe(demoSession);
    demoStartAt = Date.parse(next?.startAt ?? '');
    expect(next?.exception !== null).toBe(isInQuietHours(demoStartAt));

    phone = await openWatchedPage(browser, demo.url, {
      viewport: narrow,
      deviceScaleFactor: 2,
      isMobile: true,
      hasTouch: true,
      storageState: await desktop.context.storageState(),
    });
    // Beside everything else, as there is much to wait for; its own test below reads the result.
    phoneWalk = widthsOf(phone.page, demo.url, pathsOfPages);
    phoneWalk.catch(() => undefined);
  });

  it('lights up every district while the session airs', async () => {
    await page.getByTestId('playing-count').waitFor({ timeout: 100_000 });
    await waitUntil(
      'loudspeakers of every district',
      async () => {
        const lit = await page.locator('[data-testid^=tile-][data-lit]').count();
        const playing = await numberIn(page.getByTestId('playing-count').locator('strong'));
        // A slow machine must not miss the cut for the sake of a full picture.
        return lit === 13 && playing > (Date.now() < demoStartAt + demoSoundMs / 4 ? 950 : 500);
      },
      { deadlineMs: demoSoundMs },
    );
    await screenshots.take(page, 'overview-desktop');
    const handheld = await phone.context.newPage();
    await open(handheld, '/');
    await handheld.getByTestId('playing-count').waitFor();
    await screenshots.take(handheld, 'overview-phone');
    await handheld.close();
  });

  it('cuts the network, and says what that means', async () => {
    await page.getByRole('button', { name: 'Cắt mạng 1 phút' }).click();
    await page.getByText('Mạng tới các cụm loa đang bị cắt').waitFor();
    cutAt = Date.now();
    expect(cutAt).toBeLessThan(demoStartAt + demoSoundMs);
    await page.getByRole('button', { name: /^Đang cắt mạng – còn/ }).waitFor();
  });

  it('calls unconfirmed what nobody reports', async () => {
    await goTo('Nhật ký phát thanh');
    await open(page, logAt(demoStartAt));
    await waitUntil(
      'a thousand plays without report',
      async () => (await counted(logOf(demoSession), 'Chưa xác nhận')) > 950,
      { deadlineMs: 60_000 },
    );
    const verdict = logOf(demoSession).getByTestId('session-verdict');
    expect(await verdict.textContent()).not.toContain('Đã phát');
    await screenshots.take(page, 'log-desktop', { clip: upper });
  });

  it('speaks English when asked to', async () => {
    await goTo('Tổng quan');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'IT-enabled stations' }).waitFor();
    expect(await page.getByTestId('coverage-official').textContent()).toContain('64.0%');
    expect(await page.getByText('The network to the clusters is cut').isVisible()).toBe(true);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.getByRole('button', { name: 'Tiếng Việt' }).click();
    await page.getByRole('heading', { name: 'Tỷ lệ đài ứng dụng CNTT-VT' }).waitFor();
  });

  it('takes a file of their own and shows it ready to hear', async () => {
    await goTo('Bản tin');
    await page.locator('input[type=file]').setInputFiles({
      name: ownFile,
      mimeType: 'audio/wav',
      buffer: melodyWav(144, ownSoundMs / 1_000),
    });
    const draft = page.getByRole('form', { name: `Bản tin mới từ ${ownFile}` });
    await draft.getByLabel('Tên bản tin').fill(ownTitle);
    await draft.getByRole('button', { name: 'Tải lên và trình duyệt' }).click();
    const card = page.getByRole('article').filter({ hasText: ownTitle });
    await card.getByRole('button', { name: `Đặt lịch phát “${ownTitle}”` }).waitFor();
    expect(await card.textContent()).toMatch(/−1[56],\d LUFS/);
    expect(await card.textContent()).toContain('0:20');
  });

  it('has it approved by a leader on a phone: opened, heard, approved', async () => {
    const { items } = (await api.get(`/bulletins?search=${encodeURIComponent(ownTitle)}`)).as(bulletinPage);
    const leader = await openWatchedPage(browser, demo.url, {
      viewport: narrow,
      isMobile: true,
      hasTouch: true,
    });
    await leader.page.goto(demo.links.approver);
    await open(leader.page, `/ban-tin/${items[0]?.id}`);
    await leader.page.getByRole('button', { name: `Nghe “${ownTitle}”` }).tap();
    await screenshots.take(leader.page, 'approve-phone');
    await leader.page.getByRole('button', { name: 'Duyệt', exact: true }).tap();
    await leader.page.getByRole('list', { name: 'Các bước' }).getByText('lanhdao').waitFor();
    await leader.context.close();
  });

  it('places it at a minute in a commune, and every loudspeaker there gets ready', async () => {
    await page.getByRole('button', { name: `Đặt lịch phát “${ownTitle}”` }).click();
    await page.getByRole('form', { name: 'Đặt lịch phát thanh' }).getByLabel('Phát ở').fill('cao xa');
    await page.getByRole('option', { name: /^Xã Cao Xá/ }).click();
    await page.getByText(/^Bắt đầu lúc \d\d:\d\d, kịp cho loa tải sẵn/).waitFor();
    await screenshots.take(page, 'place-desktop', { clip: upper });
    const afterCut = cutAt + cutMs + reconnectMs;
    ownStartAt = freeMinuteFrom(Math.max(afterCut, Date.now() + leadMs));
    await chooseStart(page, ownStartAt);
    const { askedForException } = await sendSession(page, 'Nghe thử với trưởng khu, loa mô phỏng');
    expect(askedForException).toBe(isInQuietHours(ownStartAt));
    await page.getByRole('link', { name: /^Nghe tại loa: / }).waitFor();

    await page.getByRole('link', { name: 'Xem các buổi phát' }).click();
    const entry = page.getByRole('article').filter({ hasText: ownTitle });
    await entry.getByText('Sẵn sàng 30/30').waitFor();
  });

  it('plays at home what a chosen loudspeaker plays, at its position, and stops with it', async () => {
    const { items } = (await api.get(`/bulletins?search=${encodeURIComponent(ownTitle)}`)).as(bulletinPage);
    const ownAudio = items[0]?.audio.asset?.url;
    await page.getByText('Mạng tới các cụm loa đang bị cắt').waitFor({ state: 'hidden', timeout: 90_000 });
    await goTo('Cụm loa');
    await open(page, `/cum-loa?dia-ban=${caoXa}&ket-noi=online`);
    await page
      .getByRole('link', { name: /^Khu \d+ – / })
      .first()
      .click();
    const panel = page.getByTestId('listen-panel');
    await panel.getByRole('button', { name: 'Nghe tại loa' }).click();
    const handheld = await phone.context.newPage();
    await open(handheld, new URL(page.url()).pathname);
    await handheld.getByRole('button', { name: 'Nghe tại loa' }).tap();

    await untilInStep(page, { path: ownAudio, startAt: ownStartAt, soundMs: ownSoundMs, withinMs: inStepMs });
    expect(Date.now()).toBeLessThan(ownStartAt + ownSoundMs);
    expect(await panel.textContent()).toContain(ownTitle);
    expect(await panel.textContent()).toContain('Âm lượng loa 80%');
    await handheld.locator('[data-testid=listen-panel][data-state=playing]').waitFor();
    await screenshots.take(handheld, 'listen-phone');
    await handheld.close();

    await waitUntil('the browser to fall silent', async () => (await heardAudio(page))?.paused);
    expect(Date.now()).toBeGreaterThanOrEqual(ownStartAt + ownSoundMs - inStepMs);
    await panel.getByText('Đang chờ loa phát').waitFor();
  });

  it('has it in the log as played by every loudspeaker of the commune', async () => {
    await open(page, `${logAt(ownStartAt)}&dia-ban=${caoXa}`);
    await logOf(ownTitle).getByText('Đã phát đầy đủ').waitFor();
    expect(await counted(logOf(ownTitle), 'Đã phát')).toBe(30);
    const log = await downloadCsv(page);
    expect(log.split('\n').filter((line) => line.includes(ownTitle) && line.includes('played'))).toHaveLength(
      30,
    );
  });

  it('has the evidence of the cut minute too: loudspeakers had played on', async () => {
    await open(page, logAt(demoStartAt));
    await waitUntil('the evidence', async () => (await counted(logOf(demoSession), 'Đã phát')) > 2_500, {
      deadlineMs: 90_000,
    });
    await logOf(demoSession)
      .getByText(/bằng chứng đến muộn/)
      .first()
      .waitFor();
    const answer = (await api.get(`/playbacks?area=${lamThao}&outcome=played&limit=500`)).as(playbackPage);
    const soundedUnseen = answer.items.filter(
      ({ startedAt, lateEvidence }) => lateEvidence && Date.parse(startedAt ?? '') > cutAt,
    );
    expect(soundedUnseen.length).toBeGreaterThan(90);
    await goTo('Tổng quan');
    await page.getByTestId('last-verdict').getByText('Đã phát').waitFor();
  });

  it('reports coverage by district, and as a table to take away', async () => {
    await goTo('Huyện, thành, thị');
    const full = page.getByTestId(`district-${lamThao}`);
    await full.getByText('100,0%').waitFor();
    expect(await full.textContent()).toContain('12/12');
    await screenshots.take(page, 'districts-desktop', { clip: upper });
    const part = page.getByTestId(`district-${camKhe}`);
    expect(await part.textContent()).toContain('13/24');
    await part.click();
    await page.getByRole('heading', { level: 1, name: 'Huyện Cẩm Khê' }).waitFor();
    await settled(page);
    expect(await page.getByTestId('figure-official').textContent()).toContain('54,2%');
    const table = await downloadCsv(page);
    expect(table.split('\n').filter((line) => line.includes('Cẩm Khê')).length).toBeGreaterThan(0);
    await page.getByRole('link', { name: 'Tỉnh Phú Thọ', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Tỉnh Phú Thọ' }).waitFor();
    await page.getByTestId('figure-reachable').getByText('139/225').waitFor();
    expect(await page.getByTestId('figure-official').textContent()).toContain('144/225');
  });

  it('fits a phone: no page scrolls sideways', async () => {
    expect((await phoneWalk).filter(([, width]) => width > narrow.width)).toEqual([]);
  });

  it('sends a stranger to the door, and lets in who knows the password', async () => {
    stranger = await openWatchedPage(browser, demo.url, { viewport: narrow, isMobile: true, hasTouch: true });
    const door = stranger.page;
    await open(door, '/nhat-ky');
    await door.getByRole('heading', { name: 'Đăng nhập' }).waitFor();
    expect(await contentWidth(door)).toBeLessThanOrEqual(narrow.width);
    await signIn(door, 'admin', ADMIN_PASSWORD);
    await door.getByRole('heading', { level: 1, name: 'Nhật ký phát thanh' }).waitFor();
  });

  it('asked nobody else for anything, and complained of nothing', () => {
    for (const { strayRequests, complaints } of [desktop, phone, stranger]) {
      expect(strayRequests).toEqual([]);
      // The browser itself notes down the two refusals on the way: a stranger's, and sound at night without a reason.
      expect(complaints.filter((complaint) => !/status of (401|422)/.test(complaint))).toEqual([]);
    }
  });
};
