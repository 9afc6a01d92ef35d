import { beforeEach, describe, expect, it } from 'vitest';
import { createEndings, type Endings } from '../../../../controller/app/people/endings.ts';
import type { ControllerEvent } from '../../../../controller/app/ports/events.ts';
import type { Grant } from '../../../../controller/domain/permissions.ts';
import { createEventRoutes } from '../../../../controller/http/events.ts';
import { createPermit } from '../../../../controller/http/permit.ts';
import { createReadable } from '../../../../controller/http/readable.ts';
import { createRouter } from '../../../../controller/http/router.ts';
import {
  caoXa,
  createDeviceField,
  type DeviceField,
  district,
  morning,
  province,
  tuXa,
} from '../../../support/device-field.ts';
import { aUser } from '../../../support/store-contract/sample-rows.ts';
import { createVirtualClock, settle, type VirtualClock } from '../../../support/virtual-clock.ts';

let field: DeviceField;
let clock: VirtualClock;
let listeners: Set<(event: ControllerEvent) => void>;
let isSignedIn: boolean;
let endings: Endings;
let grants: Grant[];
beforeEach(async () => {
  field = await createDeviceField(1);
  clock = createVirtualClock(morning);
  listeners = new Set();
  isSignedIn = true;
  endings = createEndings();
  grants = [{ role: 'viewer', areaKey: province.key }];
});

const emit = (event: ControllerEvent): void => {
  for (const listener of listeners) listener(event);
};
const open = async (method = 'GET'): Promise<Response> => {
  const identity = () => ({
    user: aUser({ grants }),
    endsWith: 'sin_1',
    sessionId: 'sin_1',
    token: null,
    owesSecondFactor: false,
    mayAlarmWidely: true,
  });
  const ofBrowser = async () => (isSignedIn ? identity() : null);
  const router = createRouter();
  router.use('*', (c, next) => {
    c.set('user', aUser({ grants }));
    c.set('signedInAs', identity());
    c.set('permit', createPermit(field.directory, grants));
    c.set('readable', createReadable(field.directory, grants));
    return next();
  });
  router.route(
    '/',
    createEventRoutes({
      ...field,
      clock,
      identities: { ofBrowser, ofMachine: async () => null },
      endings,
      events: {
        emit,
        listen: (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
    }),
  );
  return router.request('/events', { method, headers: { cookie: 'tt_session=x' } });
};
/** Reads messages of the stream one by one. */
const readerOf = (answer: Response) => {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  return { next: async () => (await reader?.read())?.value, cancel: () => reader?.cancel() };
};
const greeting = 'event: keep-alive\ndata: {}\n\n';

describe('the stream of events', () => {
  it('greets, then tells what changed, areas by their code', async () => {
    const answer = await open();
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    expect(answer.headers.get('x-accel-buffering')).toBe('no');
    const stream = readerOf(answer);
    expect(await stream.next()).toBe(greeting);
    emit({ type: 'schedule', areaKeys: [caoXa.key] });
    expect(await stream.next()).toBe('event: schedule\ndata: {"areaCodes":["08521"]}\n\n');
    emit({ type: 'presence', changes: [{ clusterId: '1', areaKey: caoXa.key, state: 'online' }] });
    expect(await stream.next()).toBe(
      'event: presence\ndata: {"changes":[{"clusterId":"1","state":"online","areaCode":"08521"}]}\n\n',
    );
    emit({ type: 'incidents', areaKeys: [caoXa.key], ids: ['inc_1'] });
    expect(await stream.next()).toBe('event: incidents\ndata: {"areaCodes":["08521"],"ids":["inc_1"]}\n\n');
    emit({ type: 'network', up: false, cutUntil: morning });
    expect(await stream.next()).toBe(
      'event: network\ndata: {"up":false,"cutUntil":"2023-06-04T22:00:00.000Z"}\n\n',
    );
    await stream.cancel();
  });

  it('says that it lives while nothing happens', async () => {
    const stream = readerOf(await open());
    await stream.next();
    await clock.advance(20_000);
    expect(await stream.next()).toBe(greeting);
    await stream.cancel();
  });

  it('ends within a keep-alive of the sign-in that opened it', async () => {
    const stream = readerOf(await open());
    await stream.next();
    isSignedIn = false;
    await clock.advance(20_000);
    expect(await stream.next()).toBeUndefined();
    expect(listeners.size).toBe(0);
  });

  it('ends at once with a sign-in that is revoked', async () => {
    const stream = readerOf(await open());
    await stream.next();
    endings.end(['sin_2']);
    await settle();
    expect(listeners.size).toBe(1);
    endings.end(['sin_1']);
    expect(await stream.next()).toBeUndefined();
    expect(listeners.size).toBe(0);
  });

  it('tells nothing of areas that the account may not read, and names no ids from there', async () => {
    grants = [{ role: 'viewer', areaKey: caoXa.key }];
    const stream = readerOf(await open());
    await stream.next();
    const [here, there] = [caoXa.key, tuXa.key];
    emit({ type: 'schedule', areaKeys: [there] });
    emit({ type: 'presence', changes: [{ clusterId: '9', areaKey: there, state: 'online' }] });
    emit({ type: 'playing', changes: [{ clusterId: '9', areaKey: there, itemId: 'i', playing: true }] });
    emit({ type: 'bulletin', areaKey: there, bulletinId: 'bul_9', audioState: 'ready', progress: 1 });
    emit({ type: 'announcements', areaKeys: [there], ids: ['ann_9'] });
    emit({ type: 'incidents', areaKeys: [here, there], ids: ['inc_1', 'inc_9'] });
    expect(await stream.next()).toBe('event: incidents\ndata: {"areaCodes":["08521"],"ids":[]}\n\n');
    emit({ type: 'playbacks', areaKeys: [here, there], itemIds: ['itm_9'] });
    expect(await stream.next()).toBe('event: playbacks\ndata: {"areaCodes":["08521"],"itemIds":[]}\n\n');
    emit({ type: 'bulletin', areaKey: here, bulletinId: 'bul_1', audioState: 'ready', progress: 1 });
    expect(await stream.next()).toBe(
      'event: bulletin\ndata: {"bulletinId":"bul_1","audioState":"ready","progress":1}\n\n',
    );
    // What a level above says sounds here too.
    emit({ type: 'announcements', areaKeys: [district.key], ids: ['ann_2'] });
    expect(await stream.next()).toBe('event: announcements\ndata: {"areaCodes":["237"],"ids":["ann_2"]}\n\n');
    await stream.cancel();
  });

  it('ends within a keep-alive of another role, so that it is opened again with what may be told now', async () => {
    const stream = readerOf(await open());
    await stream.next();
    grants = [{ role: 'viewer', areaKey: caoXa.key }];
    await clock.advance(20_000);
    expect(await stream.next()).toBeUndefined();
    expect(listeners.size).toBe(0);
  });

  it('tells of notices to whom they are for, and to nobody else', async () => {
    const stream = readerOf(await open());
    await stream.next();
    emit({ type: 'notices', userIds: ['usr_2'] });
    emit({ type: 'notices', userIds: ['usr_2', aUser().id] });
    emit({ type: 'network', up: true, cutUntil: null });
    expect(await stream.next()).toBe('event: notices\ndata: {}\n\n');
    expect(await stream.next()).toMatch(/^event: network/);
  });

  it('leaves nothing behind when the listener goes', async () => {
    const stream = readerOf(await open());
    await stream.next();
    expect(listeners.size).toBe(1);
    await stream.cancel();
    await settle();
    expect(listeners.size).toBe(0);
  });

  it('cuts a listener who does not keep up, rather than remember for it', async () => {
    const stream = readerOf(await open());
    for (let count = 0; count < 1_010; count += 1) emit({ type: 'schedule', areaKeys: [] });
    await settle();
    expect(listeners.size).toBe(0);
    const told: unknown[] = [];
    for (let message = await stream.next(); message !== undefined; message = await stream.next())
      told.push(message);
    expect(told.length).toBeLessThan(1_010);
  });

  it('listens to nothing for HEAD, whose answer nobody reads', async () => {
    const answer = await open('HEAD');
    expect(answer.status).toBe(200);
    expect(listeners.size).toBe(0);
  });
});
