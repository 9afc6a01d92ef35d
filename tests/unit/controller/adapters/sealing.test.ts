import { chmod, mkdtemp, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeyFiles } from '../../../../controller/adapters/key-files.ts';
import { forgetSealingKey, openSealing } from '../../../../controller/adapters/sealing.ts';
import { openSqliteStore } from '../../../../controller/adapters/store/sqlite.ts';
import type { Store } from '../../../../controller/app/ports/store.ts';
import { silentLog } from '../../../support/silent-log.ts';

let directory: string;
let store: Store;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tt-sealing-'));
  store = await openSqliteStore({ path: ':memory:', log: silentLog });
});
afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});
const open = () =>
  openSealing({ files: createKeyFiles({ directory }), settings: store.settings, log: silentLog });
const keyPath = () => join(directory, 'sealing.jwk.json');

describe('a sealed secret', () => {
  it('is read again, also after a restart, and never shows its text', async () => {
    const sealed = await (await open()).seal('bí mật');
    expect(sealed).not.toContain('bí mật');
    expect(await (await open()).unseal(sealed)).toBe('bí mật');
  });

  it('is sealed differently each time', async () => {
    const sealing = await open();
    expect(await sealing.seal('bí mật')).not.toBe(await sealing.seal('bí mật'));
  });

  it('that was changed, or never was one, is nothing', async () => {
    const sealing = await open();
    const [header, key, iv, text, tag] = (await sealing.seal('bí mật')).split('.');
    const otherText = `${text?.startsWith('A') ? 'B' : 'A'}${text?.slice(1)}`;
    expect(await sealing.unseal([header, key, iv, otherText, tag].join('.'))).toBeNull();
    expect(await sealing.unseal('bí mật')).toBeNull();
    expect(await sealing.unseal('')).toBeNull();
  });

  it('of another installation is nothing', async () => {
    const sealed = await (await open()).seal('bí mật');
    await unlink(keyPath());
    const other = await openSqliteStore({ path: ':memory:', log: silentLog });
    const files = createKeyFiles({ directory });
    const sealing = await openSealing({ files, settings: other.settings, log: silentLog });
    expect(await sealing.unseal(sealed)).toBeNull();
    await other.close();
  });
});

describe('the key that seals', () => {
  it('is made at the first start, for this system user alone', async () => {
    await open();
    expect((await stat(keyPath())).mode & 0o777).toBe(0o600);
  });

  it('is missed once it was in use, and no new one takes its place', async () => {
    await open();
    await unlink(keyPath());
    await expect(open()).rejects.toMatchObject({ code: 'Sealing_KeyMissing' });
    await expect(stat(keyPath())).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('that is lost for good can be forgotten; what it sealed is lost with it', async () => {
    const sealed = await (await open()).seal('bí mật');
    await unlink(keyPath());
    await forgetSealingKey(store.settings);
    expect(await (await open()).unseal(sealed)).toBeNull();
    await unlink(keyPath());
    await expect(open()).rejects.toMatchObject({ code: 'Sealing_KeyMissing' });
  });

  it.each(['', '{', '{"kty":"oct","k":"short"}', '{"kty":"OKP","k":"x"}'])(
    'is refused when damaged (%j), without quoting it',
    async (text) => {
      await open();
      await chmod(keyPath(), 0o600);
      await writeFile(keyPath(), text);
      await expect(open()).rejects.toMatchObject({
        code: 'Sealing_KeyDamaged',
        message: expect.stringContaining(directory),
      });
    },
  );

  it('is refused when it belongs to another database', async () => {
    await open();
    const mine = await readFile(keyPath(), 'utf8');
    const other = JSON.stringify({ kty: 'oct', k: 'A'.repeat(43) });
    await writeFile(keyPath(), other);
    await expect(open()).rejects.toMatchObject({ code: 'Sealing_KeyForeign' });
    await writeFile(keyPath(), mine);
    await expect(open()).resolves.toBeDefined();
  });
});
