import { beforeEach, describe, expect, it } from 'vitest';
import { playbackPage, playbackSummaries } from '../../../../controller/http/representations/playback.ts';
import { caoXa, district, minute } from '../../../support/device-field.ts';
import { createHttpWorld, type HttpWorld } from '../../../support/http-world.ts';
import { aPlayback } from '../../../support/store-contract/sample-rows.ts';

let world: HttpWorld;
let headers: Record<string, string>;
beforeEach(async () => {
  world = await createHttpWorld();
  headers = { cookie: await world.cookieOf('viewer') };
});

const get = async (path: string): Promise<unknown> =>
  (await world.app.request(`/api/v1${path}`, { headers })).json();
const devices = async (): Promise<string[]> =>
  playbackPage.parse(await get('/playbacks')).items.map(({ deviceId }) => deviceId);

describe('the log', () => {
  it('shows no session early because a device with a wrong clock accounts for it early', async () => {
    const coming = {
      plannedStart: world.clock.now() + 2 * minute,
      plannedEnd: world.clock.now() + 7 * minute,
    };
    await world.store.playbacks.insert([
      aPlayback({ deviceId: 'dev_1', ...coming, outcome: 'missed', reason: 'clock' }),
    ]);
    expect(await devices()).toEqual([]);
    expect(playbackSummaries.parse(await get('/playbacks/summary')).items).toEqual([]);
    await world.clock.advance(2 * minute);
    expect(await devices()).toEqual(['dev_1']);
    expect(playbackSummaries.parse(await get('/playbacks/summary')).totals.missed).toBe(1);
  });

  it('shows at once what was heard before its time', async () => {
    const plannedStart = world.clock.now() + 60 * minute;
    await world.store.playbacks.insert([
      aPlayback({ plannedStart, plannedEnd: plannedStart + minute, startedAt: world.clock.now() }),
    ]);
    expect(await devices()).toEqual(['dev_1']);
  });

  it('enters in the audit trail who takes it as a table, and of what', async () => {
    const of = async (query: string, cookie: string) => {
      const answer = await world.app.request(`/api/v1/playbacks.csv${query}`, { headers: { cookie } });
      expect(answer.headers.get('content-type')).toContain('text/csv');
      return world.store.audit.last();
    };
    const editor = await world.cookieOf('editor', district.key);
    expect(await of(`?area=${caoXa.code}&outcome=missed`, editor)).toMatchObject({
      ...{ actorKind: 'user', actorName: `editor-of-${district.key}`, actorAddress: '127.0.0.1' },
      ...{ action: 'playbacks.export', subject: 'playbacks', subjectId: 'csv', areaKey: caoXa.key },
      after: JSON.stringify({ area: caoXa.code, outcome: 'missed' }),
    });
    expect(await of('', editor)).toMatchObject({ action: 'playbacks.export', areaKey: district.key });
    expect(await of('', headers.cookie ?? '')).toMatchObject({ action: 'playbacks.export', areaKey: null });
  });

  it('leaves no trace of a table that is refused', async () => {
    const cookie = await world.cookieOf('editor', caoXa.key);
    const before = await world.store.audit.last();
    const answer = await world.app.request('/api/v1/playbacks.csv?area=25', { headers: { cookie } });
    expect(answer.status).toBe(403);
    expect(await world.store.audit.last()).toEqual(before);
  });

  it('names a commune with its type and district, for names repeat', async () => {
    await world.store.playbacks.insert([aPlayback({ areaKey: caoXa.key, plannedStart: world.clock.now() })]);
    const [row] = playbackPage.parse(await get('/playbacks')).items;
    expect(row).toMatchObject({ areaType: 'xã', areaName: 'Cao Xá', district: { code: district.code } });
  });
});
