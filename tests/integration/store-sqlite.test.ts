import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import { silentLog } from '../support/silent-log.ts';
import { storeContract } from '../support/store-contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'store-'));
const empty = join(folder, 'empty.db');
let files = 0;

beforeAll(async () => {
  const store = await openSqliteStore({ path: empty, log: silentLog });
  await store.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a store on SQLite', () => {
  storeContract((trailing) => {
    files += 1;
    const path = join(folder, `${files}.db`);
    copyFileSync(empty, path);
    return openSqliteStore({ path, log: silentLog, ...trailing });
  });
});
