import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { databaseFile } from './backup-layout.ts';
import { makeBackup } from './make-backup.ts';
import { restoreBackup } from './restore-backup.ts';

const usage = `npm run backup -- [--to FOLDER] [--keep N] [--with-keys]
npm run restore -- --from FOLDER

The data folder is DATA_DIR. A backup goes into a dated folder below --to (DATA_DIR-backups), while the
controller runs; the newest --keep (14) stay. Keys without a passphrase are left out unless --with-keys:
whoever holds them can speak through every loudspeaker. A restore needs a DATA_DIR without a database.`;

const fail = (sentence: string): never => {
  console.error(sentence);
  process.exit(2);
};

const given = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        to: { type: 'string' },
        from: { type: 'string' },
        keep: { type: 'string', default: '14' },
        'with-keys': { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
};

const dataDirOf = (): string => {
  const configuration = readConfig(process.env);
  return configuration.ok ? configuration.config.dataDir : fail(configuration.sentence);
};

const backup = async (to: string | undefined, keepText: string, withKeys: boolean): Promise<void> => {
  const keep = Number(keepText);
  if (!Number.isInteger(keep) || keep < 1) fail(`--keep is a whole number of at least 1.\n\n${usage}`);
  const dataDir = dataDirOf();
  if (!existsSync(join(dataDir, databaseFile)))
    fail(`There is no database in ${dataDir}: set DATA_DIR to the controller's.`);
  const made = await makeBackup({
    dataDir,
    to: to === undefined ? `${dataDir}-backups` : resolve(to),
    keep,
    withKeys,
    now: new Date(),
  });
  const { assets, missingAssets, keysLeftOut } = made.manifest;
  console.log(`✓ ${made.folder}: the database, ${assets} sound files.`);
  if (keysLeftOut.length > 0)
    console.log(
      `! Without ${keysLeftOut.join(', ')}: keep these apart, as controller/keys/README.md says. A restore needs them.`,
    );
  if (made.removed.length > 0) console.log(`  Removed: ${made.removed.join(', ')}.`);
  if (missingAssets.length === 0) return;
  console.error(`✗ ${missingAssets.length} sound files are missing or damaged: ${missingAssets.join(', ')}.`);
  process.exitCode = 1;
};

const restore = async (from: string | undefined): Promise<void> => {
  if (from === undefined) return fail(usage);
  const dataDir = dataDirOf();
  const { manifest, audit, keysMissing } = await restoreBackup({ from: resolve(from), dataDir });
  console.log(
    `✓ ${dataDir} is as of ${manifest.createdAt}; the audit trail is whole: ${audit.entries} entries.`,
  );
  for (const remark of audit.remarks) console.log(`! ${remark}`);
  if (keysMissing.length > 0)
    console.log(
      `! Before the start put ${keysMissing.join(', ')} into ${dataDir}: loudspeakers believe no other keys.`,
    );
  console.log(
    '  Then start the controller. Loudspeakers send what happened since, and documents newer than the backup: it goes on above them.\n  What people did since is lost: see whether schedules and approvals are as they should be.',
  );
};

const { values, positionals } = given();
const run = async (): Promise<void> => {
  if (positionals[0] === 'restore') return restore(values.from);
  if (positionals[0] === 'backup') return backup(values.to, values.keep, values['with-keys']);
  fail(usage);
};
await run().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
