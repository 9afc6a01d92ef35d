import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vietnamTimestamp } from '../../controller/domain/vietnam-date.ts';
import { me } from '../../controller/http/representations/account.ts';
import { type Coverage, coverage } from '../../controller/http/representations/coverage.ts';
import { overview } from '../../controller/http/representations/overview.ts';
import {
  type Playback,
  playbackPage,
  playbackSummaries,
} from '../../controller/http/representations/playback.ts';
import { type Session, session } from '../../controller/http/representations/session.ts';
import { type ApiClient, createApiClient, signIn } from '../support/api-client.ts';
import { readyBulletin } from '../support/bulletin-upload.ts';
import { chirp, wavOf } from '../support/chirp.ts';
import { type ClaimedReceiver, claimedReceiver } from '../support/claimed-receiver.ts';
import { openApiDocument } from '../support/open-api.ts';
import { ADMIN_PASSWORD, type ControllerProcess, runController } from '../support/run-controller.ts';
import { waitUntil } from '../support/wait-until.ts';

/** Xã Cao Xá. */
const commune = '08521';
/** A spreadsheet would run it; it is also written as some keyboards write, in parts. */
const title = '=HYPERLINK("http://x";"Lịch tiêm phòng")'.normalize('NFD');

let controller: ControllerProcess;
let api: ApiClient;
let receiver: ClaimedReceiver;
beforeAll(async () => {
  controller = await runController({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
  api = await signIn(controller.url);
  receiver = await claimedReceiver(api, controller.url, commune);
});
afterAll(() => controller.stop());

/** A session on a few seconds from now, whatever the hour. */
const placeSession = async (bulletinIds: readonly string[], aheadMs = 4_000): Promise<Session> => {
  const startAt = Math.ceil((Date.now() + aheadMs) / 1000) * 1000;
  const body = {
    title: 'Buổi phát thử'.normalize('NFD'),
    areaCode: commune,
    targets: [{ areaCode: commune }],
    startsLocal: vietnamTimestamp(startAt).slice(0, 19),
    durationMs: 30_000,
    bulletinIds,
    exceptionReason: 'Kiểm thử, không có loa thật',
  };
  const placed = (await api.post('/sessions', body)).as(session);
  expect(placed.startAt).toBe(new Date(startAt).toISOString());
  return placed;
};

describe('signing in', () => {
  it('sets a cookie that no script reads and no other site sends', async () => {
    const answer = await createApiClient(controller.url).post('/sign-in', {
      username: 'admin',
      password: ADMIN_PASSWORD,
    });
    expect(answer.as(me).user).toMatchObject({
      username: 'admin',
      grants: [{ role: 'administrator', area: { code: '25' } }],
      area: { code: '25' },
    });
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split('; '));
    expect(cookies.map(([pair = '']) => pair.replace(/=[\w-]{43}$/, ''))).toEqual([
      'tt_session',
      'tt_known_browser',
    ]);
    for (const [, ...attributes] of cookies)
      expect(attributes.map((one) => one.replace(/=.*GMT$/, '')).sort()).toEqual([
        'Expires',
        'HttpOnly',
        'Path=/',
        'SameSite=Strict',
      ]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('keeps the cookie to TLS where a proxy ends it', async () => {
    const answer = await createApiClient(controller.url).fetch('/api/v1/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-proto': 'https' },
      body: JSON.stringify({ username: 'admin', password: ADMIN_PASSWORD }),
    });
    for (const cookie of answer.headers.getSetCookie()) expect(cookie).toMatch(/^__Host-tt_.*; Secure/);
  });

  it('ends with signing out, for whoever holds the cookie', async () => {
    const other = await signIn(controller.url);
    const answer = await other.post('/sign-out');
    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie()[0]).toMatch(/^tt_session=; Max-Age=0; Path=\//);
    expect((await other.get('/me')).status).toBe(401);
    expect((await api.get('/me')).status).toBe(200);
  });
});

describe('coverage', () => {
  const at = async (query: string): Promise<Coverage> => (await api.get(`/coverage?${query}`)).as(coverage);

  it('says 144 of 225 at the end of 2022', async () => {
    const report = await at('area=25&at=2022-12-31');
    expect(report).toMatchObject({
      area: { code: '25', name: 'Phú Thọ', level: 'province' },
      asOf: '2022-12-31T23:59:59.999+07:00',
      official: { count: 144, total: 225, percent: 64 },
      equipped: { count: 0, total: 225, percent: 0 },
      reachable: null,
      proven: null,
    });
    expect(report.children).toHaveLength(13);
    const vietTri = report.children.find(({ area }) => area.name === 'Việt Trì');
    expect(vietTri?.official).toEqual({ count: 22, total: 22, percent: 100 });
    expect(vietTri?.children).toHaveLength(22);
  });

  it('says 143 of 225 in the middle of that year, half up', async () => {
    expect((await at('at=2022-06-30')).official).toEqual({ count: 143, total: 225, percent: 63.6 });
  });

  it('says nothing before any record', async () => {
    const report = await at('area=25&at=2021-12-31');
    expect(report.official).toBeNull();
    expect(report.children.every(({ official }) => official === null)).toBe(true);
  });

  it('says now when nothing is asked, and of today no more than is known', async () => {
    const before = Date.now();
    const today = vietnamTimestamp(before).slice(0, 10);
    for (const report of [await at('area=25'), await at(`area=25&at=${today}`)]) {
      expect(report.equipped).toEqual({ count: 1, total: 225, percent: 0.4 });
      expect(Date.parse(report.asOf)).toBeGreaterThanOrEqual(before);
      expect(Date.parse(report.asOf)).toBeLessThanOrEqual(Date.now());
    }
  });

  it('is the same as a table', async () => {
    const answer = await api.get('/coverage.csv?area=25&at=2022-12-31');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe(
      'attachment; filename="coverage-25-2022-12-31.csv"',
    );
    const rows: Record<string, string>[] = parse(answer.text, { bom: true, columns: true });
    expect(rows).toHaveLength(1 + 13 + 225);
    expect(rows[0]).toMatchObject({
      official_count: '144',
      official_total: '225',
      official_percent: '64',
      'Tỷ lệ đài ứng dụng CNTT-VT': '64,0%',
    });
  });
});

describe('a bulletin that airs', () => {
  let row: Playback;
  beforeAll(async () => {
    const made = await readyBulletin(controller, api, { title, sound: wavOf(chirp(2)) });
    expect(made.title).toBe(title.normalize('NFC'));
    const placed = await placeSession([made.id]);
    expect(placed.title).toBe('Buổi phát thử'.normalize('NFC'));
    row = await waitUntil('the row of its start', async () => {
      const page = (await api.get(`/playbacks?area=${commune}&limit=1`)).as(playbackPage);
      return page.items[0];
    });
  });

  it('has one row for its loudspeaker, unknown until that reports', () => {
    expect(row).toMatchObject({
      itemId: expect.stringMatching(/^ses_[a-z2-7]{16}\.\d{8}T\d{6}Z\.00\.[0-9a-f]{12}$/),
      deviceId: receiver.deviceId,
      clusterId: receiver.clusterId,
      areaCode: commune,
      title: title.normalize('NFC'),
      class: 'normal',
      plannedStart: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
      startedAt: null,
      finishedAt: null,
      outcome: 'unknown',
      reason: 'awaiting',
      grade: null,
      clockErrorMs: null,
    });
  });

  it('is found by area and time, and not beside them', async () => {
    const count = async (query: string): Promise<number> =>
      (await api.get(`/playbacks?${query}`)).as(playbackPage).items.length;
    const start = Date.parse(row.plannedStart);
    const local = encodeURIComponent(vietnamTimestamp(start));
    expect(await count('area=25')).toBe(1);
    expect(await count('area=227')).toBe(0);
    expect(await count(`from=${local}&to=${encodeURIComponent(vietnamTimestamp(start + 1))}`)).toBe(1);
    expect(await count(`to=${local}`)).toBe(0);
    expect(await count(`from=${new Date(start + 1).toISOString()}`)).toBe(0);
    const summary = (await api.get(`/playbacks/summary?itemId=${row.itemId}`)).as(playbackSummaries);
    expect(summary.items).toHaveLength(1);
    expect(summary.totals).toMatchObject({ unknown: 1, awaiting: 1, played: 0 });
    expect((await api.get('/overview')).as(overview).tiles).toHaveLength(13);
  });

  it('is no formula in a table', async () => {
    const answer = await api.get('/playbacks.csv');
    const [line]: Record<string, string>[] = parse(answer.text, { bom: true, columns: true });
    expect(line?.['Bản tin']).toBe(`'${title.normalize('NFC')}`);
    expect(line?.outcome).toBe('unknown');
    expect(answer.text).not.toMatch(/(^|,)"?=/m);
  });

  it('is heard at /media without signing in while it may air, and by nobody once withdrawn', async () => {
    const made = await readyBulletin(controller, api, { title: 'Để thu hồi', sound: wavOf(chirp(2.5)) });
    const url = made.audio.asset?.url ?? '';
    const anybody = await fetch(new URL(url, controller.url));
    expect(anybody.status).toBe(200);
    expect(anybody.headers.get('etag')).toBe(`"${made.audio.asset?.sha256}"`);
    expect((await anybody.arrayBuffer()).byteLength).toBe(made.audio.asset?.sizeBytes);
    expect((await api.del(`/bulletins/${made.id}`)).status).toBe(204);
    expect((await fetch(new URL(url, controller.url))).status).toBe(404);
  });
});

describe('server-sent events', () => {
  it('tell of a new session at once, and stop with the listener', async () => {
    const leave = new AbortController();
    const answer = await api.fetch('/api/v1/events', { signal: leave.signal });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const heard = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await heard?.read())?.value).toContain('event: keep-alive\n');
    await placeSession([], 3_600_000);
    let text = '';
    while (!text.includes('event: schedule\n')) text += (await heard?.read())?.value ?? '';
    expect(text).toContain(`event: schedule\ndata: {"areaCodes":["${commune}"]}\n\n`);
    leave.abort();
    await expect(heard?.read()).rejects.toThrow();
    expect((await api.get('/me')).status).toBe(200);
    expect((await createApiClient(controller.url).get('/events')).status).toBe(401);
  });
});

describe('what everybody may ask', () => {
  const anybody = (path: string): Promise<Response> => fetch(new URL(path, controller.url));

  it('is whether it is alive and ready, and on this machine its figures', async () => {
    expect(await (await anybody('/healthz')).json()).toEqual({ status: 'ok' });
    expect(await (await anybody('/readyz')).json()).toEqual({ status: 'ready', waitingFor: [] });
    const metrics = await (await anybody('/metrics')).text();
    expect(metrics).toMatch(/^truyenthanh_clusters\{state="unknown"\} 1$/m);
    expect(metrics).toMatch(/^truyenthanh_incidents\{type="network"\} 0$/m);
    expect(metrics).toMatch(/^process_cpu_seconds_total /m);
  });

  it('is the OpenAPI document', async () => {
    const document = openApiDocument.parse(await (await anybody('/api/v1/openapi.json')).json());
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/sign-in', '/coverage', '/playbacks', '/claims']),
    );
    // Only the demo cuts its network.
    expect(document.paths).not.toHaveProperty('/demo/network-cut');
  });

  it('is the page at every address of its own, under headers that keep it to itself', async () => {
    for (const path of ['/', '/dia-ban/237', '/ban-tin/bul_x']) {
      const answer = await anybody(path);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('<div id="root">');
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|\*/);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
      });
    }
    expect((await anybody('/assets/index-old.js')).status).toBe(404);
    const refused = await anybody('/api/v1/me');
    expect(refused.status).toBe(401);
    expect(refused.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('areas', () => {
  it.each(['cao xa', 'Cao Xá', 'CAO XÁ', 'Cao Xá'.normalize('NFD'), 'xa cao'])(
    'are found by %j, tone marks or not',
    async (search) => {
      const answer = await api.get(`/areas?level=commune&search=${encodeURIComponent(search)}`);
      const found = JSON.stringify(answer.body);
      expect(found).toContain('"name":"Cao Xá"');
      expect(found).toContain('"parentName":"Lâm Thao"');
      expect(found).not.toContain('"name":"Vĩnh Lại"');
    },
  );
});
