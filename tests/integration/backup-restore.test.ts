import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { expect, it, onTestFinished } from 'vitest';
import { type DeviceState, type ProgramDocument, programDocument, topics } from '#protocol';
import { session } from '../../controller/http/representations/session.ts';
import { type ApiClient, signIn } from '../support/api-client.ts';
import { readyBulletin } from '../support/bulletin-upload.ts';
import { chirp, wavOf } from '../support/chirp.ts';
import { claimedReceiver, retainedDocuments, verifyDocuments } from '../support/claimed-receiver.ts';
import { type ControllerProcess, runController } from '../support/run-controller.ts';
import { runScript } from '../support/run-script.ts';
import { waitUntil } from '../support/wait-until.ts';

const caoXa = { code: '08527', key: '08527.20200101' };
const program = topics.program(caoXa.key);
const day = 86_400_000;
const noon = `${new Date(Date.now() + 7 * 3_600_000 + day).toISOString().slice(0, 10)}T12:00:00`;

const programIn = (jws: string | undefined): ProgramDocument =>
  programDocument.parse(
    JSON.parse(Buffer.from((jws ?? '').split('.')[1] ?? '', 'base64url').toString('utf8')),
  );

it('a controller restored from a backup made while it ran goes on above what loudspeakers hold', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'truyenthanh-restore-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [first, second, backups] = ['first', 'second', 'backups'].map((name) => join(folder, name));
  if (!first || !second || !backups) throw new Error('no folders');

  const before = await runController({ dataDir: first });
  onTestFinished(() => before.kill('SIGKILL'));
  const api = await signIn(before.url);
  const receiver = await claimedReceiver(api, before.url, caoXa.code);
  const bulletin = await readyBulletin(before, api, { title: 'Lịch cắt điện', sound: wavOf(chirp(2)) });
  const place = async (client: ApiClient, title: string): Promise<string> =>
    (
      await client.post('/sessions', {
        title,
        areaCode: caoXa.code,
        targets: [{ areaCode: caoXa.code }],
        startsLocal: noon.replace('12:', title === 'Buổi sau' ? '13:' : '12:'),
        durationMs: 60_000,
        bulletinIds: [bulletin.id],
      })
    ).as(session).id;
  const documents = (controller: ControllerProcess) =>
    retainedDocuments(receiver, controller.mqttUrl ?? '', caoXa.key);
  const withItems = (controller: ControllerProcess, count: number) =>
    waitUntil('a program', async () => {
      const held = await documents(controller);
      return programIn(held.get(program)).items.length === count ? held : null;
    });
  await place(api, 'Buổi trước');
  await withItems(before, 1);

  const said = await runScript('controller/backup/main.ts', ['backup', '--to', backups, '--with-keys'], {
    DATA_DIR: first,
  });
  const made = /✓ (\S+):/.exec(said)?.[1] ?? '';
  await place(api, 'Buổi sau');
  const newest = (await withItems(before, 2)).get(program) ?? '';
  await before.kill('SIGKILL');

  await expect(
    runScript('controller/backup/main.ts', ['restore', '--from', made], { DATA_DIR: first }),
  ).rejects.toThrow('nothing is ever overwritten');
  await expect(
    runScript('controller/backup/main.ts', ['backup', '--to', backups], { DATA_DIR: join(folder, 'none') }),
  ).rejects.toThrow('There is no database');
  const told = await runScript('controller/backup/main.ts', ['restore', '--from', made], {
    DATA_DIR: second,
  });
  expect(told).toContain('the audit trail is whole');

  const after = await runController({ dataDir: second });
  onTestFinished(after.stop);
  await signIn(after.url);
  const held = await withItems(after, 1);
  await verifyDocuments(receiver.rootKey, held);
  const [item] = programIn(held.get(program)).items;
  const sha256 = item && 'sha256' in item.source ? item.source.sha256 : '';
  expect((await fetch(new URL(`/media/${sha256}.mp3`, after.url))).status).toBe(200);

  const loudspeaker = await connectAsync(after.mqttUrl ?? '', {
    clientId: receiver.deviceId,
    username: receiver.deviceId,
    password: receiver.secret,
    reconnectPeriod: 0,
  });
  const state: DeviceState = {
    at: Date.now(),
    versions: { program: programIn(newest).version },
    cached: [],
    missing: [],
    refused: [],
    newer: [newest],
    spool: { spoolId: 'spool-1', nextSeq: 1, ackedSeq: 0 },
  };
  await loudspeaker.publishAsync(topics.state(receiver.deviceId), JSON.stringify(state), { qos: 1 });
  await loudspeaker.endAsync();
  const above = await waitUntil('a program above the one that the loudspeaker holds', async () => {
    const now = programIn((await documents(after)).get(program));
    return now.version > programIn(newest).version ? now : null;
  });
  expect(above.items.map(({ id }) => id)).toEqual([item?.id]);
}, 120_000);
