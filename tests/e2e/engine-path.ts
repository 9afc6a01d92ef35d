import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { emergencyClips } from '../../controller/http/representations/announcement.ts';
import { clusterPage } from '../../controller/http/representations/cluster.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import type { DemoStack } from '../support/demo-stack.ts';
import { follow, openSettled, settled, signIn } from '../support/page-path.ts';
import { ADMIN_PASSWORD } from '../support/run-controller.ts';
import { waitUntil } from '../support/wait-until.ts';
import { openWatchedPage, type WatchedPage } from '../support/watched-page.ts';

import type { Stage } from './stage.ts';

const caoXa = '08527';
const clusters = 30;
const clipTitle = 'Cảnh báo lũ sông Thao';
const failedPicture = fileURLToPath(new URL('./output/engine-failed.png', import.meta.url));

/** Presses and holds until something has come of it. */
const hold = async (page: Page, name: string, untilSeen: () => Promise<void>): Promise<void> => {
  const button = page.getByRole('button', { name });
  await button.scrollIntoViewIfNeeded();
  await button.hover();
  await page.mouse.down();
  await untilSeen();
  await page.mouse.up();
};

const startedOf = async (bar: Locator): Promise<number> =>
  Number((await bar.getByTestId('in-force-started').locator('strong').textContent())?.split('/')[0]);

/** What an operator does when it matters: an emergency, a stop, and what went wrong. */
export const enginePath = (stage: () => Stage): void => {
  let demo: DemoStack;
  let desktop: WatchedPage;
  let page: Page;
  let api: ApiClient;

  const take = (name: string): Promise<void> =>
    stage().screenshots.take(page, name, { clip: { x: 0, y: 0, width: 1440, height: 900 } });
  const bar = (kind: string): Locator => page.getByTestId(`in-force-${kind}`);

  beforeAll(async () => {
    ({ demo } = stage());
    desktop = await openWatchedPage(stage().browser, demo.url, { viewport: { width: 1440, height: 900 } });
    page = desktop.page;
    await page.goto(demo.url);
    await signIn(page, 'admin', ADMIN_PASSWORD);
    await page.getByRole('heading', { name: 'Tổng quan tỉnh Phú Thọ' }).waitFor();
    const [cookie] = await desktop.context.cookies();
    api = createApiClient(demo.url, `${cookie?.name}=${cookie?.value}`);
    await waitUntil(
      'the loudspeakers of the commune, and the clip that they hold in advance',
      async () => {
        const clips = (await api.get(`/emergency-clips?area=${caoXa}`)).as(emergencyClips);
        const { counts } = (await api.get(`/clusters?area=${caoXa}&limit=1`)).as(clusterPage);
        return clips.items.some(({ title }) => title === clipTitle) && counts.online === clusters;
      },
      { deadlineMs: 150_000 },
    );
  }, 180_000);
  afterAll(() => desktop?.context.close());

  // One path: behind a step that failed there is nothing to see.
  let isLost = false;
  beforeEach(({ skip }) => skip(isLost, 'An earlier step failed.'));
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    isLost = true;
    await page.screenshot({ path: failedPicture });
  });

  it('starts an emergency in a commune by holding, and counts who has started', async () => {
    await follow(page, 'Phát khẩn cấp');
    await page.getByRole('combobox', { name: 'Phát ở' }).fill('cao xa');
    await page.getByRole('option', { name: /^Xã Cao Xá/ }).click();
    await page.getByRole('radio', { name: new RegExp(clipTitle) }).click();
    await page.getByText(`${clusters} cụm loa sẽ phát`).waitFor();

    const button = page.getByRole('button', { name: 'Giữ để phát khẩn cấp' });
    await button.click();
    await page.getByText('Chưa đủ – hãy giữ lâu hơn').waitFor();
    expect(await bar('emergency').count()).toBe(0);

    await hold(page, 'Giữ để phát khẩn cấp', () => page.getByRole('dialog', { name: 'Khẩn cấp' }).waitFor());
    await page.keyboard.press('Escape');
    await follow(page, 'Tổng quan');
    await waitUntil('loudspeakers to start', async () => (await startedOf(bar('emergency'))) > clusters / 2, {
      deadlineMs: 45_000,
    });
    expect(await bar('emergency').textContent()).toContain(clipTitle);
    expect(await bar('emergency').textContent()).toContain('Xã Cao Xá');
    await take('emergency-desktop');
  });

  it('stops everything from any page, and the bar says so until the stop is lifted', async () => {
    await page.getByRole('button', { name: 'Dừng tất cả loa' }).click();
    await hold(page, 'Giữ để dừng tất cả loa', () => bar('stop').waitFor());
    await bar('emergency').getByText('Đang bị lệnh dừng chặn').waitFor();
    await waitUntil('loudspeakers to hold the stop', async () => (await startedOf(bar('stop'))) > 900, {
      deadlineMs: 45_000,
    });

    await follow(page, 'Cụm loa');
    await bar('stop').click();
    await hold(page, 'Giữ để gỡ lệnh dừng', () => bar('stop').waitFor({ state: 'detached' }));
    await page.keyboard.press('Escape');
  });

  it('ends the emergency before its time', async () => {
    await bar('emergency').click();
    await hold(page, 'Giữ để kết thúc sớm', () => bar('emergency').waitFor({ state: 'detached' }));
    await page.keyboard.press('Escape');
    await follow(page, 'Phát khẩn cấp');
    await page.getByRole('button', { name: new RegExp(`KHẨN CẤP.*${clipTitle}`) }).waitFor();
  });

  it('lists what a person should look into, and who looks after it', async () => {
    // Its name in the navigation ends in how many wait.
    await page
      .getByRole('navigation', { name: 'Các trang' })
      .getByRole('link', { name: /^Sự cố/ })
      .click();
    await settled(page);
    const incident = page.locator('[data-testid^=incident-]').first();
    const group = page
      .getByRole('button', { expanded: false })
      .filter({ hasText: /^(Nghiêm trọng|Cần chú ý|Để biết)/ });
    // A fault must last for a minute before it is one.
    await incident.or(group.first()).first().waitFor({ timeout: 120_000 });
    if ((await incident.count()) === 0) await group.first().click();
    await incident.getByRole('button', { name: 'Nhận xử lý' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Nhận xử lý' }).click();
    await page.getByRole('radio', { name: /^Đã nhận 1/ }).waitFor({ state: 'attached' });
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await take('incidents-desktop');
  });

  it('tells beforehand what will sound in a commune', async () => {
    await openSettled(page, new URL(`/du-kien?dia-ban=${caoXa}&xem=tuan`, demo.url).href);
    await page.getByRole('button', { name: /^T2/ }).click();
    await settled(page);
    await page.getByTestId('plan-full').first().waitFor();
    expect(await page.getByTestId('plan-full').first().textContent()).toContain('05:00:00');
    await take('plan-desktop');
  });

  it('asked nobody else for anything, and complained of nothing', () => {
    expect(desktop.strayRequests).toEqual([]);
    // The browser itself notes down that a stranger is refused.
    expect(desktop.complaints.filter((complaint) => !complaint.includes('status of 401'))).toEqual([]);
  });
};
