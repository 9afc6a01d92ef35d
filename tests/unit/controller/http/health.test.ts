import { beforeEach, describe, expect, it } from 'vitest';
import { createHealthRoutes } from '../../../../controller/http/health.ts';
import { answerWhileStarting, refuseUnreadable } from '../../../../controller/http/starting-up.ts';
import { caoXa, createDeviceField, type DeviceField } from '../../../support/device-field.ts';
import { createHttpWorld } from '../../../support/http-world.ts';

describe('metrics', () => {
  let world: Awaited<ReturnType<typeof createHttpWorld>>;
  beforeEach(async () => {
    world = await createHttpWorld();
  });
  const statusOf = async (headers: Record<string, string> = {}): Promise<number> =>
    (await world.app.request('/metrics', { headers })).status;

  it('are for this machine', async () => {
    const answer = await world.app.request('/metrics');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await answer.text()).toBe('truyenthanh_clusters 1\n');
  });

  it('are not for the network, nor for who comes through a proxy', async () => {
    expect(await statusOf({ 'x-forwarded-for': '10.0.0.1' })).toBe(401);
    world.comeFrom('10.0.0.1');
    expect(await statusOf()).toBe(401);
    expect(await statusOf({ 'x-forwarded-for': '127.0.0.1' })).toBe(401);
    expect(await statusOf({ cookie: 'tt_session=x' })).toBe(401);
  });

  it('are for who may read the whole province, wherever that is', async () => {
    const [all, part] = [await world.cookieOf('viewer'), await world.cookieOf('viewer', caoXa.key)];
    world.comeFrom('10.0.0.1');
    expect(await statusOf({ cookie: all })).toBe(200);
    expect(await statusOf({ cookie: part })).toBe(403);
  });
});

describe('health', () => {
  let field: DeviceField;
  beforeEach(async () => {
    field = await createDeviceField(0);
  });
  const routes = (missing: string[]) =>
    createHealthRoutes({
      ...field,
      waitingFor: async () => missing,
      metrics: async () => '',
      identities: { ofBrowser: async () => null, ofMachine: async () => null },
      remoteAddress: () => '10.0.0.1',
    });

  it('is told to anybody: alive, ready, or what is waited for', async () => {
    expect(await (await routes(['mqtt']).request('/healthz')).json()).toEqual({ status: 'ok' });
    const ready = await routes([]).request('/readyz');
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ status: 'ready', waitingFor: [] });
    const waiting = await routes(['mqtt']).request('/readyz');
    expect(waiting.status).toBe(503);
    expect(await waiting.json()).toEqual({ status: 'not-ready', waitingFor: ['mqtt'] });
  });

  it('while starting is alive, not ready, and asks everybody else to come again', async () => {
    const ask = (path: string) => answerWhileStarting(new Request(`http://localhost${path}`));
    expect(ask('/healthz').status).toBe(200);
    expect(ask('/readyz').status).toBe(503);
    const answer = ask('/api/v1/me');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'Server_Starting' });
    expect(await refuseUnreadable().json()).toMatchObject({ status: 400, code: 'Request_Unreadable' });
  });
});
