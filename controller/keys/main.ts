import { readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createKeyFiles } from '../adapters/key-files.ts';
import { readKeyPassphrase } from '../adapters/key-passphrase.ts';
import { createKeyProtection } from '../adapters/key-protection.ts';
import { createLog } from '../adapters/log.ts';
import { openSqliteStore } from '../adapters/store/sqlite.ts';
import { rootFile } from '../app/documents/key-file-names.ts';
import { readPrivateKey } from '../app/documents/read-key-file.ts';
import type { KeyProtection } from '../app/ports/key-files.ts';
import { readConfig } from '../config.ts';
import type { Fault } from '../domain/fault.ts';
import { daysLeft, offlineListDays } from '../domain/key-ceremony.ts';
import { bindKeyIds } from './bind-key-ids.ts';
import { faults } from './ceremony-faults.ts';
import { keyLine, rootLines, usage } from './key-words.ts';
import { certify, type Done, initRoot } from './offline-commands.ts';
import * as server from './server-commands.ts';

class Refusal extends Error {}

const refuse = ({ code, vi, en }: Fault, detail = ''): never => {
  throw new Refusal(`${code}${detail && `: ${detail}`}\n${vi}\n${en}`);
};
const done = <T>(outcome: Done<T>): T => (outcome.ok ? outcome.value : refuse(outcome.fault));

const options = {
  in: { type: 'string' },
  out: { type: 'string' },
  to: { type: 'string' },
  dir: { type: 'string' },
  kid: { type: 'string', multiple: true },
  root: { type: 'string' },
  backup: { type: 'string' },
  days: { type: 'string' },
  'passphrase-file': { type: 'string' },
} as const;

const parse = () => {
  try {
    return parseArgs({ args: bindKeyIds(process.argv.slice(2)), options, allowPositionals: true });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return process.exit(2);
  }
};

const { values, positionals } = parse();
const say = (...lines: string[]): void => {
  for (const line of lines) console.log(line);
};

const need = (name: keyof typeof options): string => {
  const value = values[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new Refusal(`--${name}\n\n${usage}`);
};

const readText = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return refuse(faults.noFile, path);
  }
};

/** Never over a file that is there: it may be the only copy of something. */
const writeNew = async (path: string, text: string): Promise<void> => {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') refuse(faults.exists, path);
    throw error;
  }
};

const listDays = (): number => {
  const days = Number(values.days ?? offlineListDays);
  if (Number.isInteger(days) && days >= 20 && days <= 400) return days;
  throw new Refusal('--days: 20–400');
};

const protectionOf = async (file: string | undefined): Promise<KeyProtection> =>
  createKeyProtection({
    passphrase: await readKeyPassphrase({ file: file ?? null, credentialsDirectory: null }),
  });

/** Runs a command on the keys and the database of this server, beside the controller that may be running. */
const onServer = async (run: (deps: server.ServerDeps, dataDir: string) => Promise<void>): Promise<void> => {
  const read = readConfig(process.env);
  if (!read.ok) throw new Refusal(read.sentence);
  const { dataDir, keyPassphrase } = read.config;
  const path = join(dataDir, 'truyenthanh.db');
  // A wrong DATA_DIR must not leave an empty installation behind that looks like a real one.
  if (positionals[0] !== 'request') await stat(path).catch(() => refuse(faults.noFile, path));
  const store = await openSqliteStore({ path, log: createLog('warn') });
  try {
    const passphrase = await readKeyPassphrase(keyPassphrase);
    const files = createKeyFiles({ directory: join(dataDir, 'keys') });
    await run({ files, protection: createKeyProtection({ passphrase }), store, now: Date.now }, dataDir);
  } finally {
    await store.close();
  }
};

const saidOfList = (list: { expiresAt: number; keys: readonly { kid: string }[] }): string[] => [
  `List of keys in force until / Danh sách khóa có hiệu lực đến: ${new Date(list.expiresAt).toISOString().slice(0, 10)} (${daysLeft(list, Date.now())} days / ngày)`,
  'A running controller publishes it within half a minute. / Chương trình đang chạy sẽ phát hành trong nửa phút.',
];

const status = () =>
  onServer(async (deps) => {
    const standing = await server.standingOf(deps);
    const { root, own, present, unprotected } = standing;
    if (!root) return refuse(faults.rootUnknown);
    const counts = server.documentsByKey(standing);
    say(
      ...rootLines(root.kid),
      root.sign
        ? 'ROOT KEY STILL ON THE SERVER: move it with take-root-offline. / KHÓA GỐC CÒN Ở TRÊN MÁY CHỦ: hãy chuyển đi bằng take-root-offline.'
        : 'The root key is kept elsewhere. / Khóa gốc được cất ở nơi khác.',
    );
    for (const name of unprotected) say(`Without passphrase / Không có mật khẩu: ${name}`);
    if (!present) return say('No list of keys yet. / Chưa có danh sách khóa.');
    const left = daysLeft(present, deps.now());
    say(`List of keys / Danh sách khóa: ${left} days left / còn ${left} ngày`);
    for (const key of present.keys) {
      const isOwn = own.some(({ kid }) => kid === key.kid);
      say(keyLine(key, { isOwn, documents: counts.get(key.kid) ?? 0, now: deps.now() }));
    }
    for (const { kid } of own) {
      if (!present.keys.some((key) => key.kid === kid)) say(`  ${kid}  not certified / chưa được chứng nhận`);
    }
  });

const request = (revoke: readonly string[]) =>
  onServer(async (deps) => {
    const root = values.root;
    if (root !== undefined) done(await server.trustRoot(deps, await readText(root)));
    const made = done(await server.request(deps, revoke));
    await writeNew(need('out'), made.text);
    say(`New key / Khóa mới: ${made.kid}`, `Take to the root key / Mang tới khóa gốc: ${need('out')}`);
  });

/** With the root at hand a key is replaced in one step. */
const replaceHere = (revoke: readonly string[]) =>
  onServer(async (deps) => {
    if (!(await server.standingOf(deps)).root?.sign) return refuse(faults.noRoot);
    const made = done(await server.request(deps, revoke));
    const list = done(await server.certifyHere(deps, { add: made.add, revoke, listDays: listDays() }));
    say(`New key / Khóa mới: ${made.kid}`, ...revoke.map((kid) => `Revoked / Đã thu hồi: ${kid}`));
    say(...saidOfList(list));
  });

const commands: Readonly<Record<string, () => Promise<void>>> = {
  status,
  request: () => request([]),
  rotate: () => replaceHere([]),
  revoke: () => {
    const kids = values.kid ?? [need('kid')];
    return values.out === undefined ? replaceHere(kids) : request(kids);
  },
  install: () =>
    onServer(async (deps) => {
      say(...saidOfList(done(await server.install(deps, await readText(need('in'))))));
    }),
  protect: () =>
    onServer(async (deps) => {
      say(`Protected / Đã bảo vệ: ${done(await server.protect(deps)).join(', ') || '–'}`);
    }),
  'export-root': () =>
    onServer(async (deps, dataDir) => {
      const to = need('to');
      if (!relative(dataDir, resolve(to)).startsWith('..')) refuse(faults.insideKeys, to);
      const backup = await protectionOf(values['passphrase-file']);
      const { text, kid } = done(await server.exportRoot(deps, backup));
      await writeNew(to, text);
      say(...rootLines(kid), `Backup / Bản sao: ${to}`);
    }),
  'take-root-offline': () =>
    onServer(async (deps) => {
      const backupText = await readText(need('backup'));
      const backup = await protectionOf(values['passphrase-file']);
      say(
        ...saidOfList(done(await server.takeRootOffline(deps, { backupText, backup, listDays: listDays() }))),
      );
      say('The root key has left this server. / Khóa gốc đã rời máy chủ này.');
    }),
  'init-root': async () => {
    const files = createKeyFiles({ directory: resolve(need('dir')) });
    const { kid } = done(
      await initRoot({ files, protection: await protectionOf(values['passphrase-file']) }),
    );
    say(...rootLines(kid), `Files / Tệp: ${files.place}`);
  },
  certify: async () => {
    const place = resolve(need('dir'));
    const sealed = await createKeyFiles({ directory: place }).read(rootFile);
    if (sealed === null) return refuse(faults.noFile, join(place, rootFile));
    const protection = await protectionOf(values['passphrase-file']);
    const { signer } = await readPrivateKey(sealed, `${rootFile} in ${place}`, protection);
    const requestText = await readText(need('in'));
    const now = Date.now();
    const made = done(await certify({ root: signer, requestText, listDays: listDays(), now }));
    await writeNew(need('out'), made.text);
    say(...rootLines(signer.kid));
    for (const key of made.document.keys) say(keyLine(key, { isOwn: true, documents: 0, now }));
    say(`Take to the server / Mang tới máy chủ: ${need('out')}`);
  },
};

const command = commands[positionals[0] ?? ''];
if (!command) {
  console.error(usage);
  process.exit(2);
}
await command().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
