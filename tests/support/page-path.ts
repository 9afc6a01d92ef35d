import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { localDateOf } from '../../controller/domain/vietnam-date.ts';
import { waitUntil } from './wait-until.ts';
import { contentWidth } from './watched-page.ts';

/** Every page that the navigation and its lists lead to, with Lâm Thao and its commune Cao Xá for the areas. */
export const pathsOfPages = [
  '/',
  '/buoi-phat',
  '/buoi-phat?dat-lich',
  '/ban-tin',
  '/ban-tin/bul_demo21',
  '/cum-loa',
  '/cum-loa?dia-ban=08527',
  '/cum-loa/clu_demo0001',
  '/nhat-ky',
  '/nhat-ky?ket-qua=unknown',
  '/khan-cap',
  '/cap-tren-gui',
  '/du-kien',
  '/du-kien?dia-ban=08527',
  '/du-kien?dia-ban=08527&xem=tuan',
  '/khung-gio',
  '/khung-gio?dia-ban=08527',
  '/su-co',
  '/huyen',
  '/dia-ban/25',
  '/dia-ban/237',
  '/dia-ban/08527',
  '/khong-co-trang-nay',
];

/** A number as Vietnamese writes it: `1.000`. */
export const numberIn = async (figure: Locator): Promise<number> =>
  Number((await figure.textContent())?.replaceAll('.', ''));

/** How many plays a session's summary counts under a word; zero where it does not list the word. */
export const counted = async (summary: Locator, word: string): Promise<number> => {
  const entry = summary.locator('li', { hasText: new RegExp(`^${word}`) }).first();
  return (await entry.count()) === 0 ? 0 : numberIn(entry.locator('strong'));
};

/** What a page fetches first is on it. */
export const settled = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await waitUntil(
    'the page to have its data',
    async () =>
      (await page.locator('.mantine-Skeleton-root, [role=status][aria-label="Đang tải…"]').count()) === 0,
    { deadlineMs: 45_000 },
  );
};

/** Goes to an address and waits for what the page fetches first. */
export const openSettled = async (page: Page, url: string): Promise<void> => {
  await page.goto(url);
  await settled(page);
};

/** Follows a link of the navigation, by its name. */
export const follow = async (page: Page, name: string): Promise<void> => {
  const navigation = page.getByRole('navigation', { name: 'Các trang' });
  await navigation.getByRole('link', { name, exact: true }).click();
  await settled(page);
};

/** The log of an instant's day: a path may go past midnight. */
export const logAt = (at: number): string => `/nhat-ky?ngay=${localDateOf(at)}`;

export const signIn = async (page: Page, username: string, password: string): Promise<void> => {
  await page.getByLabel('Tên đăng nhập').fill(username);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
};

/** What the page offers as a table. */
export const downloadCsv = async (page: Page): Promise<string> => {
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Tải CSV' }).click();
  return readFile(await (await coming).path(), 'utf8');
};

/** How wide each page wants to be. */
export const widthsOf = async (
  page: Page,
  baseUrl: string,
  paths: readonly string[],
): Promise<(readonly [path: string, width: number])[]> => {
  const widths: (readonly [path: string, width: number])[] = [];
  for (const path of paths) {
    await openSettled(page, new URL(path, baseUrl).href);
    widths.push([path, await contentWidth(page)]);
  }
  return widths;
};
