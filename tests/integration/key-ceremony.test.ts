import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { claimedKeyId, topics } from '#protocol';
import { signIn } from '../support/api-client.ts';
import { claimedReceiver, retainedDocuments, verifyDocuments } from '../support/claimed-receiver.ts';
import { runController } from '../support/run-controller.ts';
import { runKeys } from '../support/run-keys.ts';
import { waitUntil } from '../support/wait-until.ts';

const caoXa = '07888.20200101';

it('the root leaves a running server, and a key is revoked by it from afar, without a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'truyenthanh-ceremony-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [ofServer, ofSafe] = [join(folder, 'server-passphrase'), join(folder, 'safe-passphrase')];
  await writeFile(ofServer, 'mật khẩu của máy chủ\n', { mode: 0o600 });
  await writeFile(ofSafe, 'mật khẩu trong két sắt\n', { mode: 0o600 });
  const env = { KEY_PASSPHRASE_FILE: ofServer };
  const controller = await runController({ env });
  onTestFinished(controller.stop);
  const receiver = await claimedReceiver(await signIn(controller.url), controller.url, '07888');
  const held = () => retainedDocuments(receiver, controller.mqttUrl ?? '', caoXa);
  const keyOn = async (topic: string) => claimedKeyId((await held()).get(topic) ?? '');

  const onServer = { ...env, DATA_DIR: controller.dataDir };
  const safe = ['--passphrase-file', ofSafe];
  const backup = join(folder, 'root.jwk.json');
  expect(await runKeys(['status'], onServer)).toContain('ROOT KEY STILL ON THE SERVER');
  await runKeys(['export-root', '--to', backup, ...safe], onServer);
  await runKeys(['take-root-offline', '--backup', backup, ...safe], onServer);
  expect(await runKeys(['status'], onServer)).toContain('The root key is kept elsewhere');

  const stolen = (await keyOn(topics.program(caoXa))) ?? '';
  const request = join(folder, 'request.json');
  const list = join(folder, 'list.json');
  await runKeys(['revoke', '--kid', stolen, '--out', request], onServer);
  await runKeys(['certify', '--dir', folder, ...safe, '--in', request, '--out', list]);
  await runKeys(['install', '--in', list], onServer);
  const isSignedByAnother = async (): Promise<boolean> => {
    const documents = await held();
    await verifyDocuments(receiver.rootKey, documents);
    const kids = [...documents].flatMap(([topic, jws]) => (topic === topics.keys ? [] : claimedKeyId(jws)));
    return kids.length > 0 && !kids.includes(stolen);
  };
  // The controller looks for installed lists every half minute.
  await waitUntil('documents signed by another key', isSignedByAnother, {
    deadlineMs: 60_000,
    everyMs: 500,
  });
  expect(await runKeys(['status'], onServer)).toContain(`${stolen}  REVOKED`);
  await expect(runKeys(['install', '--in', list], onServer)).rejects.toThrow(/Keys_Same/);
}, 120_000);
