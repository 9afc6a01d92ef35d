import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../controller/demo/seeded-random.ts';
import { type Bulletin, bulletin, bulletinPage } from '../../controller/http/representations/bulletin.ts';
import { processed, uploadBulletin } from '../support/bulletin-upload.ts';
import { chirp, wavOf } from '../support/chirp.ts';
import { type CrashingController, createCrashingController } from '../support/crashing-controller.ts';
import { headOf, openHttp } from '../support/raw-http.ts';
import { waitUntil } from '../support/wait-until.ts';

const seed = 20_261_122;

let controller: CrashingController;
beforeAll(async () => {
  controller = await createCrashingController();
});
afterAll(() => controller.stop());

const filesIn = (folder: string): Promise<string[]> => readdir(join(controller.dataDir, folder));
const bulletins = async (): Promise<Bulletin[]> =>
  (await controller.api().get('/bulletins?limit=200')).as(bulletinPage).items;

/** Nothing waits, nothing is half there, and every name tells the truth about its bytes. */
const expectTidy = async (): Promise<void> => {
  expect(await filesIn('uploads')).toEqual([]);
  await waitUntil('what came in to be gone', async () => (await filesIn('incoming')).length === 0);
  const assets = await filesIn('assets');
  for (const name of assets) {
    const content = await readFile(join(controller.dataDir, 'assets', name));
    expect(name).toBe(`${createHash('sha256').update(content).digest('hex')}.mp3`);
  }
};
/** The bulletin becomes ready, and is served as what its name says. */
const expectServed = async (id: string): Promise<void> => {
  const { audio } = await processed(controller.api(), id);
  expect(audio).toMatchObject({ state: 'ready', fault: null });
  const answer = await controller.api().fetch(audio.asset?.url ?? '');
  const content = new Uint8Array(await answer.arrayBuffer());
  expect(createHash('sha256').update(content).digest('hex')).toBe(audio.asset?.sha256);
};

describe('the controller killed', () => {
  it('in the middle of an upload keeps nothing of it', async () => {
    const boundary = 'formboundary';
    const head = headOf('POST /api/v1/bulletins', {
      cookie: controller.api().cookie,
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': '5000000',
    });
    const part = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n`;
    const socket = await openHttp(
      controller.process().url,
      Buffer.concat([Buffer.from(head + part), wavOf(chirp(5))]),
    );
    await waitUntil('half a file', async () => (await filesIn('uploads')).length === 1);
    await controller.kill();
    socket.destroy();
    expect(await filesIn('uploads')).toHaveLength(1);

    await controller.restart();
    expect(await bulletins()).toEqual([]);
    await expectTidy();
  });

  it('right after it acknowledged an upload makes the bulletin ready at its next start', async () => {
    const { id } = await uploadBulletin(controller.api(), { title: 'Vừa nhận', sound: wavOf(chirp(4)) });
    await controller.kill();
    await controller.restart();
    await expectServed(id);
    await expectTidy();
  });

  it('while it processes begins again, and leaves no half asset', async () => {
    const { id } = await uploadBulletin(controller.api(), { title: 'Đang xử lý', sound: wavOf(chirp(20)) });
    await waitUntil(
      'half an asset',
      async () => (await filesIn('assets')).some((name) => name.endsWith('.part')),
      {
        everyMs: 2,
      },
    );
    await controller.kill();
    expect((await filesIn('assets')).filter((name) => name.endsWith('.part'))).not.toEqual([]);

    await controller.restart();
    await expectServed(id);
    await expectTidy();
  });

  it('at any moment loses nothing that it acknowledged', { timeout: 120_000 }, async () => {
    const random = seededRandom(seed);
    const acknowledged = new Map<string, string>();
    for (let round = 0; round < 3; round += 1) {
      const sent = [0, 1, 2].map(async (nth) => {
        const title = `Lần ${round}, tệp ${nth}`;
        const sound = wavOf(chirp(6 + round + nth / 10));
        const answer = await controller
          .api()
          .upload('/bulletins', { title }, { name: 'a.wav', content: sound });
        acknowledged.set(answer.as(bulletin).id, title);
      });
      const ends = Promise.allSettled(sent);
      // The moment is the point of the test: from the first byte to well into processing.
      await pass(random() * 900);
      await controller.kill();
      await ends;
      await controller.restart();
    }
    const kept = await bulletins();
    const titles = new Map(kept.map(({ id, title }) => [id, title]));
    for (const [id, title] of acknowledged) expect(titles.get(id)).toBe(title);
    // An upload whose answer was lost on the way may be there as well; it is whole then.
    for (const { id } of kept) await expectServed(id);
    await expectTidy();
  });
});
