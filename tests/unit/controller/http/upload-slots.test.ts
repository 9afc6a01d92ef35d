import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { SignedInEnv } from '../../../../controller/http/signed-in-env.ts';
import { limitUploads } from '../../../../controller/http/upload-slots.ts';

/** Uploads that end when they are told to. */
const create = () => {
  const ends: (() => void)[] = [];
  const app = new Hono<SignedInEnv>();
  app.use('/:account', (c, next) => {
    Reflect.apply(c.set, c, ['user', { id: c.req.param('account') }]);
    return next();
  });
  app.use('*', limitUploads({ together: 3, perAccount: 2 }));
  app.post('/:account', async (c) => {
    await new Promise<void>((resolve) => ends.push(resolve));
    return c.text('kept');
  });
  const send = (account: string) => Promise.resolve(app.request(`/${account}`, { method: 'POST' }));
  return { ends, send };
};

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('uploads at once', () => {
  it('are so many for one account, and so many for all', async () => {
    const { send } = create();
    void send('lan');
    void send('lan');
    await turns();
    const refused = await send('lan');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
    expect(await refused.json()).toMatchObject({ code: 'Upload_Busy' });
    void send('binh');
    await turns();
    expect((await send('mai')).status).toBe(429);
  });

  it('give their place back when they end', async () => {
    const { ends, send } = create();
    const first = send('lan');
    void send('lan');
    await turns();
    ends[0]?.();
    expect((await first).status).toBe(200);
    const third = send('lan');
    await turns();
    ends[2]?.();
    expect((await third).status).toBe(200);
  });
});
