import { launchChromium } from './support/chromium.ts';
import { startDemo } from './support/demo-stack.ts';
import { openWatchedPage, contentWidth } from './support/watched-page.ts';
const out = '/tmp/b4/notices';
const demo = await startDemo();
const browser = await launchChromium();
try {
  const w = await openWatchedPage(browser, demo.url, { viewport: { width: 1440, height: 900 } });
  await w.page.goto(demo.links.administrator);
  const call = (method: string, path: string, body: unknown) =>
    w.page.evaluate(async ([m, p, b]) => {
      const r = await fetch(`/api/v1${p}`, { method: m as string, headers: { 'content-type': 'application/json' }, body: JSON.stringify(b) });
      return [r.status, await r.text()];
    }, [method, path, body] as const);
  console.log(await call('POST', '/announcements', { kind: 'stop', targets: [{ areaCode: '08521' }], reason: 'Thử <b>nghiệm</b>' }).then((r) => String(r).slice(0, 200)));
  console.log(await call('POST', '/notices/test', {}));
  console.log(await call('POST', '/webhooks', { name: 'Cổng SMS của tỉnh', areaCode: '25', url: 'https://sms.phutho.example/truyen-thanh', types: ['emergency-started', 'emergency-ended'] }));
  console.log(await call('POST', '/webhooks', { name: 'x', areaCode: '25', url: 'https://127.0.0.1/', types: ['emergency-started'] }));
  const wh = JSON.parse(String((await call('POST', '/webhooks', { name: 'Zalo OA', areaCode: '25', url: 'https://zalo.phutho.example/hook', types: ['emergency-started'] }))[1]));
  console.log(await call('POST', `/webhooks/${wh.id}/test`, {}));
  await w.page.waitForTimeout(Number(process.env.WAIT ?? 4000));
  const notices = await w.page.evaluate(async () => (await fetch('/api/v1/notices')).text());
  console.log(notices.slice(0, 1500));
  for (const scheme of ['light', 'dark'] as const) {
    for (const [size, width, height] of [['d', 1440, 950], ['m', 360, 780]] as const) {
      const ctx = await browser.newContext({ storageState: await w.context.storageState(), locale: 'vi-VN', viewport: { width, height }, colorScheme: scheme });
      const page = await ctx.newPage();
      for (const [name, path] of [['all', '/thong-bao?xem=everything'], ['settings', '/thong-bao?xem=settings'], ['outbox', '/thong-bao/gui-di']] as const) {
        await page.goto(demo.url + path);
        await page.waitForTimeout(1800);
        console.log(name, size, scheme, await contentWidth(page));
        await page.screenshot({ path: `${out}/${name}-${size}-${scheme}.png`, fullPage: true });
      }
      if (scheme === 'light') {
        await page.getByText('Thêm webhook').first().click();
        await page.waitForTimeout(700);
        await page.screenshot({ path: `${out}/dialog-${size}.png` });
        await page.keyboard.press('Escape');
        await page.goto(demo.url + '/');
        await page.waitForTimeout(1500);
        await page.screenshot({ path: `${out}/home-${size}.png` });
      }
      await ctx.close();
    }
  }
  console.log(w.complaints);
} finally {
  await browser.close();
  await demo.stop();
}
