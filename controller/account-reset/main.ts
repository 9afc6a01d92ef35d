import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../adapters/clock.ts';
import { createLog } from '../adapters/log.ts';
import { sha256, systemRandom } from '../adapters/random.ts';
import { forgetSealingKey } from '../adapters/sealing.ts';
import { openSqliteStore } from '../adapters/store/sqlite.ts';
import { createPasswordLinks, passwordLinkPath } from '../app/people/password-links.ts';
import type { Actor } from '../app/ports/actor.ts';
import { readConfig } from '../config.ts';

const usage = `For the day nobody can sign in: prints a link by which an account chooses a new password, once and within a day.

  npm run account:reset -- --username admin [--remove-second-factor] [--enable]
                           [--forget-sealing-key]

It works on the database in DATA_DIR, also while the controller runs, and enters the audit trail.
--forget-sealing-key: the file sealing.jwk.json is lost for good. The next start makes another; whoever has a second factor
sets it up again, and passwords of mail servers and the like are entered again.`;

class Refusal extends Error {}

const parse = () => {
  try {
    return parseArgs({
      options: {
        username: { type: 'string' },
        'remove-second-factor': { type: 'boolean', default: false },
        enable: { type: 'boolean', default: false },
        'forget-sealing-key': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
};

/** Whoever is on the server itself; the trail cannot know him better. */
const actor: Actor = { kind: 'system', name: 'account:reset', address: null, action: 'account.reset' };

const run = async (): Promise<void> => {
  const given = parse();
  if (!given.username) throw new Refusal(usage);
  const configuration = readConfig(process.env);
  if (!configuration.ok) throw new Refusal(configuration.sentence);
  const { config } = configuration;
  const path = join(config.dataDir, 'truyenthanh.db');
  if (!existsSync(path)) throw new Refusal(`There is no database in ${config.dataDir}. Set DATA_DIR.`);
  const clock = systemClock();
  const store = await openSqliteStore({
    path,
    log: createLog('warn'),
    now: clock.now,
    actor: () => actor,
  });
  try {
    const user = await store.users.byUsername(given.username);
    if (!user) throw new Refusal(`There is no account ${given.username}.`);
    if (user.disabledAt !== null && !given.enable)
      throw new Refusal(`The account ${given.username} is disabled; --enable enables it.`);
    if (user.disabledAt !== null) await store.users.put({ ...user, disabledAt: null });
    if (given['remove-second-factor']) await store.secondFactors.remove(user.id);
    if (given['forget-sealing-key']) await forgetSealingKey(store.settings);
    const links = createPasswordLinks({ store, clock, random: systemRandom(), digest: sha256 });
    const { token, expiresAt } = await links.make(user.id);
    const base = config.publicUrl ?? `http://127.0.0.1:${config.http.port}`;
    console.log(`${base}${passwordLinkPath(token)}`);
    console.log(
      `For ${user.displayName} (${user.username}), once, until ${new Date(expiresAt).toISOString()}.`,
    );
  } finally {
    await store.close();
  }
};

await run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
