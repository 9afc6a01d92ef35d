import { join } from 'node:path';
import { argon2Hasher } from '../../controller/adapters/password.ts';
import { sha256, systemRandom } from '../../controller/adapters/random.ts';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import { createDirectory } from '../../controller/app/directory/directory.ts';
import { createAccounts } from '../../controller/app/people/accounts.ts';
import { createBrowserSessions } from '../../controller/app/people/browser-sessions.ts';
import { createEndings } from '../../controller/app/people/endings.ts';
import type { Grant } from '../../controller/domain/permissions.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import type { ControllerProcess } from './run-controller.ts';
import { silentLog } from './silent-log.ts';

/** The whole province, where most tests upload. */
const everywhere = '25.20200101';

/**
 * Another person of a running controller, signed in by a link put into its database: the first administrator
 * approves nothing that they made themselves.
 */
export const secondPerson = async (
  { url, dataDir }: Pick<ControllerProcess, 'url' | 'dataDir'>,
  username = 'nguoi-duyet',
  grants: Grant[] = [{ role: 'approver', areaKey: everywhere }],
): Promise<ApiClient> => {
  const store = await openSqliteStore({ path: join(dataDir, 'truyenthanh.db'), log: silentLog });
  try {
    const clock = { now: () => Date.now(), after: () => () => undefined, every: () => () => undefined };
    const random = systemRandom();
    const directory = createDirectory({ store });
    await directory.load();
    const base = { store, directory, clock, random, digest: sha256, hasher: argon2Hasher() };
    const sessions = createBrowserSessions({ ...base, endings: createEndings() });
    const accounts = createAccounts({ ...base, sessions });
    await accounts.addUser({ username, displayName: username, grants });
    const token = await accounts.oneTimeLink(username);
    const answer = await fetch(new URL(`/sign-in/${token}`, url), { redirect: 'manual' });
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    if (cookie === '') throw new Error(`The link of ${username} did not sign in: ${answer.status}`);
    return createApiClient(url, cookie);
  } finally {
    await store.close();
  }
};
