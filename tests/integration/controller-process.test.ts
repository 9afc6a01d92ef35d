import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { coverage } from '../../controller/http/representations/coverage.ts';
import { createApiClient, signIn } from '../support/api-client.ts';
import { runController } from '../support/run-controller.ts';

describe('the controller as a process', () => {
  it('starts on free ports, lets the first administrator in, and nobody else', async () => {
    const controller = await runController();
    onTestFinished(controller.stop);

    expect((await fetch(new URL('/healthz', controller.url))).status).toBe(200);
    expect((await createApiClient(controller.url).get('/me')).status).toBe(401);
    await expect(signIn(controller.url, { username: 'admin', password: 'wrong-password' })).rejects.toThrow(
      '401',
    );
    const report = (await (await signIn(controller.url)).get('/coverage?area=25')).as(coverage);
    expect(report.equipped).toEqual({ count: 0, total: 225, percent: 0 });
  });

  it('finds its administrator and its keys again after it was stopped', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'truyenthanh-restart-'));
    onTestFinished(() => rm(dataDir, { recursive: true }));
    const first = await runController({ dataDir });
    const before = await signIn(first.url);
    await first.stop();

    const second = await runController({ dataDir, env: { ADMIN_PASSWORD: 'another-password' } });
    onTestFinished(second.stop);
    expect((await createApiClient(second.url, before.cookie).get('/me')).status).toBe(200);
    await expect(signIn(second.url)).resolves.toBeDefined();
  });

  it('ends with a sentence when the configuration is wrong', async () => {
    await expect(runController({ env: { MQTT_PORT: 'mười' } })).rejects.toThrow(/did not start.*MQTT_PORT/s);
  });
});
