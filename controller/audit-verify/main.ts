import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import BetterSqlite from 'better-sqlite3';
import { type PublicKeyJwk, publicKeyJwk } from '#protocol';
import { auditTipFile } from '../adapters/audit-tip-file.ts';
import { rootFile, rootPublicFile } from '../app/documents/key-file-names.ts';
import { readConfig } from '../config.ts';
import { type Anchor, verifyTrail } from './verify-trail.ts';

const usage = 'Usage: npm run audit:verify -- [--expect SEQ:HASH] [--root-key FILE]';
/** So many sentences are read; more are counted. */
const mostSentences = 50;

const fail = (sentence: string): never => {
  console.error(sentence);
  process.exit(2);
};

const given = () => {
  try {
    return parseArgs({ options: { expect: { type: 'string' }, 'root-key': { type: 'string' } } }).values;
  } catch {
    return fail(usage);
  }
};

const anchorOf = (text: string | undefined): Anchor | null => {
  if (text === undefined) return null;
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/i.exec(text) ?? fail(usage);
  return { seq: Number(seq), hash: (hash ?? '').toLowerCase() };
};

const publicKeyIn = (path: string): PublicKeyJwk | null => {
  if (!existsSync(path)) return null;
  try {
    // Of a private key the public half; of a protected one nothing.
    return publicKeyJwk.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
};

const options = given();
const expected = anchorOf(options.expect);
const configuration = readConfig(process.env);
if (!configuration.ok) fail(configuration.sentence);
else {
  const { dataDir } = configuration.config;
  const path = join(dataDir, 'truyenthanh.db');
  if (!existsSync(path)) fail(`There is no database ${path}: set DATA_DIR to the controller's.`);
  const keys = join(dataDir, 'keys');
  const rootKey =
    options['root-key'] === undefined
      ? (publicKeyIn(join(keys, rootPublicFile)) ?? publicKeyIn(join(keys, rootFile)))
      : (publicKeyIn(options['root-key']) ?? fail(`${options['root-key']} holds no public key.`));
  const database = new BetterSqlite(path, { readonly: true });
  const tip = await auditTipFile(dataDir)
    .read()
    .catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
  const anchors = [expected, tip].filter((anchor) => anchor !== null);
  const report = await verifyTrail({ database, rootKey, anchors });
  database.close();
  for (const { sentence } of report.findings.slice(0, mostSentences)) console.log(`✗ ${sentence}`);
  const more = report.findings.length - mostSentences;
  if (more > 0) console.log(`✗ And ${more} more.`);
  for (const remark of report.remarks) console.log(`! ${remark}`);
  if (report.findings.length === 0) {
    console.log(
      `✓ The audit trail is whole: ${report.entries} entries, signed up to entry ${report.signedTo}.\n  To check against later: --expect ${report.last.seq}:${report.last.hash}`,
    );
  }
  process.exitCode = report.findings.length === 0 ? 0 : 1;
}
