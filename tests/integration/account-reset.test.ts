import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../controller/adapters/random.ts';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import type { Store } from '../../controller/app/ports/store.ts';
import { silentLog } from '../support/silent-log.ts';
import { aUser } from '../support/store-contract/sample-rows.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

let dataDir: string;
let store: Store;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'truyenthanh-reset-'));
  store = await openSqliteStore({ path: join(dataDir, 'truyenthanh.db'), log: silentLog });
  await store.users.put(aUser({ disabledAt: 1 }));
  await store.secondFactors.put({ userId: 'usr_1', sealedSecret: 'x', confirmedAt: 1, lastStep: 0 });
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
});
const reset = (...options: string[]) =>
  run(process.execPath, ['--import', 'tsx', 'controller/account-reset/main.ts', ...options], {
    cwd: root,
    env: { ...process.env, DATA_DIR: dataDir, PUBLIC_URL: 'https://loa.example.vn' },
  });

describe('resetting an account on the server', () => {
  it('prints a link that works, while the database is in use, and enters the audit trail', async () => {
    const { stdout } = await reset('--username', 'admin', '--remove-second-factor', '--enable');
    const token = /^https:\/\/loa\.example\.vn\/chon-mat-khau#([\w-]{43})$/m.exec(stdout)?.[1] ?? '';
    const link = await store.signIns.get('password-link', sha256(token), Date.now());
    expect(link?.userId).toBe('usr_1');
    expect(await store.secondFactors.get('usr_1')).toBeNull();
    expect((await store.users.byId('usr_1'))?.disabledAt).toBeNull();
    const entries = await store.audit.following(0, 100);
    const made = entries.find(({ action }) => action === 'password-link.made');
    expect(made).toMatchObject({ actorName: 'account:reset', subjectId: 'usr_1' });
    expect(JSON.stringify(entries)).not.toContain(token);
  });

  it.each([
    [[], /--username/],
    [['--username', 'nobody'], /no account nobody/],
    [['--username', 'admin'], /disabled; --enable/],
    [['--user', 'admin'], /--username/],
  ])('says what is wrong with %j', async (options, sentence) => {
    await expect(reset(...options)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(sentence),
    });
  });
});
