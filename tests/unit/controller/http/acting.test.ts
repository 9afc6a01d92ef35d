import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { createCurrentActor } from '../../../../controller/adapters/current-actor.ts';
import { type Actor, systemActor } from '../../../../controller/app/ports/actor.ts';
import { rememberActor } from '../../../../controller/http/acting.ts';
import type { SignedInEnv } from '../../../../controller/http/signed-in-env.ts';

const actors = createCurrentActor();
const seen: Actor[] = [];
const notice = (): void => {
  seen.push(actors.currentActor());
};

/** A server in miniature whose handlers only notice who acts. */
const createMiniature = (address: string | undefined) => {
  let afterwards: () => void = () => undefined;
  const afterAnswer = new Promise<void>((resolve) => {
    afterwards = resolve;
  });
  const api = new Hono<SignedInEnv>()
    .post('/open/:id', async (c) => {
      await Promise.resolve();
      notice();
      return c.text('');
    })
    .post('/walled', async (c) => {
      c.set('identity', { kind: 'user', name: 'lan' });
      c.set('action', 'sessions.write');
      notice();
      void afterAnswer.then(notice);
      return c.text('');
    });
  const app = new Hono<SignedInEnv>();
  app.use('*', rememberActor({ actors, remoteAddress: () => address }));
  app.route('/api/v1', api);
  return { app, afterwards, afterAnswer };
};

describe('the actor of a request', () => {
  it('is who signed in, from where, for what the route needs', async () => {
    seen.length = 0;
    await createMiniature('::ffff:10.1.2.3').app.request('/api/v1/walled', { method: 'POST' });
    expect(seen).toEqual([{ kind: 'user', name: 'lan', address: '10.1.2.3', action: 'sessions.write' }]);
  });

  it('is a stranger at an operation before sign-in', async () => {
    seen.length = 0;
    await createMiniature('2001:db8::7').app.request('/api/v1/open/7', { method: 'POST' });
    expect(seen).toEqual([{ kind: 'anonymous', name: '', address: '2001:db8::7', action: 'POST /open/:id' }]);
  });

  it('is not who follows up after the answer', async () => {
    seen.length = 0;
    const { app, afterwards, afterAnswer } = createMiniature(undefined);
    await app.request('/api/v1/walled', { method: 'POST' });
    afterwards();
    await afterAnswer;
    expect(seen.map(({ name }) => name)).toEqual(['lan', systemActor.name]);
  });
});

describe('the current actor', () => {
  it('is the controller itself where nobody acts', () => {
    expect(actors.currentActor()).toEqual(systemActor);
  });

  it('does not leak from one flow into another', async () => {
    const as = (name: string): Actor => ({ kind: 'device', name, address: null, action: 'claim' });
    const flow = (name: string) =>
      actors.runAs(as(name), async () => {
        await new Promise((resolve) => setImmediate(resolve));
        return actors.currentActor().name;
      });
    expect(await Promise.all(['a', 'b', 'c'].map(flow))).toEqual(['a', 'b', 'c']);
  });
});
