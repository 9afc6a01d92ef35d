import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import BetterSqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keysSchema, topics } from '#protocol';
import { auditTipFile } from '../../controller/adapters/audit-tip-file.ts';
import { sha256 } from '../../controller/adapters/random.ts';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import { createAuditCheckpoints } from '../../controller/app/audit/audit-checkpoints.ts';
import { type Anchor, type TrailReport, verifyTrail } from '../../controller/audit-verify/verify-trail.ts';
import { type AuditEntry, chainEntries } from '../../controller/domain/audit-chain.ts';
import { memoryAuditTip } from '../support/memory-audit-tip.ts';
import { silentLog } from '../support/silent-log.ts';
import { type TestSigners, testSigner, testSigners } from '../support/test-signers.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'audit-verify-'));
const whole = join(folder, 'whole.db');
const noon = Date.parse('2026-11-22T12:00:00+07:00');
let signers: TestSigners;
let copies = 0;

/** Twelve entries, signed at the sixth and at the last. */
beforeAll(async () => {
  signers = await testSigners();
  const clock = createVirtualClock(noon);
  const store = await openSqliteStore({
    path: whole,
    log: silentLog,
    now: clock.now,
    actor: () => ({ kind: 'user', name: 'lan', address: '10.1.2.3', action: 'sessions.write' }),
  });
  const { kid, publicKey: jwk } = signers.signing;
  const list = {
    schema: keysSchema,
    topic: topics.keys,
    version: 1,
    issuedAt: noon,
    expiresAt: noon + 1e9,
    keys: [{ kid, jwk, notBefore: noon, notAfter: noon + 1e12 }],
  };
  const { version, issuedAt, expiresAt } = list;
  const jws = await signers.root.sign(list);
  await store.documents.put([{ topic: topics.keys, jws, version, issuedAt, expiresAt, published: true }]);
  const checkpoints = createAuditCheckpoints({
    store,
    signer: signers.signing,
    tip: memoryAuditTip(),
    digest: sha256,
    clock,
    log: silentLog,
  });
  await checkpoints.start();
  for (let minute = 1; minute <= 12; minute += 1) {
    await store.audit.note({
      action: 'test',
      subject: 'sessions',
      subjectId: `ses_${minute}`,
      areaKey: null,
    });
    await clock.advance(minute === 6 ? 60_000 : 5_000);
  }
  await checkpoints.stop();
  await store.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The file in the hands of somebody who knows SQL and takes the guards out. */
const attackedAt = (
  path: string,
  attack: (database: BetterSqlite.Database) => void,
): BetterSqlite.Database => {
  const database = new BetterSqlite(path);
  const guards = database
    .prepare<[], { name: string }>(`select name from sqlite_master where type = 'trigger'`)
    .all();
  for (const { name } of guards) database.exec(`drop trigger ${name}`);
  attack(database);
  return database;
};
const attacked = (attack: (database: BetterSqlite.Database) => void): BetterSqlite.Database => {
  copies += 1;
  const path = join(folder, `${copies}.db`);
  copyFileSync(whole, path);
  return attackedAt(path, attack);
};
const verify = async (
  database: BetterSqlite.Database,
  expected: Anchor | null = null,
  rootKey = signers.root.publicKey,
): Promise<TrailReport> => {
  try {
    return await verifyTrail({ database, rootKey, anchors: expected ? [expected] : [] });
  } finally {
    database.close();
  }
};
const sentences = ({ findings }: TrailReport): string[] => findings.map(({ sentence }) => sentence);
const entriesOf = (database: BetterSqlite.Database): AuditEntry[] =>
  database
    .prepare<[], AuditEntry>(
      `select seq, at, actor_kind as actorKind, actor_name as actorName, actor_address as actorAddress, action,
      subject, subject_id as subjectId, area_key as areaKey, "before", "after", prev_hash as prevHash, hash
      from audit order by seq`,
    )
    .all();
/** Every hash from that entry on, made anew. */
const rechain = (database: BetterSqlite.Database, from: number): void => {
  const all = entriesOf(database);
  const before = all.find(({ seq }) => seq === from - 1) ?? { seq: 0, hash: '0'.repeat(64) };
  const put = database.prepare('update audit set prev_hash = ?, hash = ? where seq = ?');
  for (const { prevHash, hash, seq } of chainEntries(
    before,
    all.filter(({ seq }) => seq >= from),
    sha256,
  ))
    put.run(prevHash, hash, seq);
};

describe('the trail', () => {
  it('is found whole, and how far it is signed', async () => {
    const report = await verify(attacked(() => undefined));
    expect(report).toMatchObject({ entries: 12, signedTo: 12, findings: [], remarks: [], last: { seq: 12 } });
  });

  it('fits the anchor that was written down', async () => {
    const { last } = await verify(attacked(() => undefined));
    expect(
      (
        await verify(
          attacked(() => undefined),
          last,
        )
      ).findings,
    ).toEqual([]);
  });
});

describe('somebody with the file', () => {
  it.each([
    ['who did it', `update audit set actor_name = 'binh' where seq = 5`],
    ['when', `update audit set at = at - 1 where seq = 5`],
    ['from where', `update audit set actor_address = null where seq = 5`],
    ['what it said', `update audit set "after" = '{}' where seq = 5`],
    ['where', `update audit set area_key = 'x' where seq = 5`],
  ])('edits %s: the entry is named', async (_, statement) => {
    const report = await verify(attacked((database) => database.exec(statement)));
    expect(report.findings).toMatchObject([{ kind: 'edited', seq: 5 }]);
    expect(sentences(report)[0]).toMatch(/^Entry 5 .* was edited/);
  });

  it('deletes entries: their numbers are named', async () => {
    const one = await verify(attacked((database) => database.exec('delete from audit where seq = 5')));
    expect(sentences(one)).toEqual(['Entry 5 was removed: it is missing between entry 4 and entry 6.']);
    const some = await verify(attacked((database) => database.exec('delete from audit where seq < 4')));
    expect(sentences(some)).toEqual([
      'Entries 1 to 3 were removed: they are missing between the beginning and entry 4.',
    ]);
  });

  it('swaps entries: both are named', async () => {
    const report = await verify(
      attacked((database) =>
        database.exec(`update audit set seq = -1 where seq = 4; update audit set seq = 4 where seq = 9;
          update audit set seq = 9 where seq = -1`),
      ),
    );
    expect(report.findings).toMatchObject([
      { kind: 'moved', seq: 4 },
      { kind: 'moved', seq: 9 },
    ]);
    expect(sentences(report)[0]).toMatch(/^Entry 4 stood 5 places later when entered/);
  });

  it('inserts an entry between two, or makes room for it', async () => {
    const copy = `insert into audit select 4.5, at, actor_kind, 'binh', actor_address, action, subject, subject_id,
      area_key, "before", "after", prev_hash, hash from audit where seq = 4`;
    const between = await verify(attacked((database) => database.exec(copy)));
    expect(between.findings).toMatchObject([{ kind: 'inserted', seq: 4.5 }]);
    const shifted = await verify(
      attacked((database) => {
        database.exec(
          'update audit set seq = -seq - 1 where seq > 4; update audit set seq = -seq where seq < 0',
        );
        database.exec(copy.replace('4.5', '5'));
      }),
    );
    expect(shifted.findings.map(({ kind }) => kind)).toContain('moved');
    expect(sentences(shifted).join()).toContain('Entries 6 to 13 stood 1 place earlier');
  });

  it('edits an entry and writes every hash after it anew: the signature tells', async () => {
    const report = await verify(
      attacked((database) => {
        database.exec(`update audit set actor_name = 'binh' where seq = 5`);
        rechain(database, 5);
      }),
    );
    expect(report.findings).toMatchObject([{ kind: 'rewritten', seq: 6 }]);
    expect(sentences(report)[0]).toContain('written anew somewhere after entry 0');
  });

  it('cuts the end off: the signature names what is missing', async () => {
    const report = await verify(attacked((database) => database.exec('delete from audit where seq > 8')));
    expect(report.findings).toMatchObject([{ kind: 'cut', seq: 9 }]);
    expect(sentences(report)[0]).toMatch(/^Entries 9 to 12 were cut off the end/);
  });

  it('cuts the end off, its checkpoint too: an anchor outside names what is missing', async () => {
    const cut = (database: BetterSqlite.Database): void => {
      database.exec('delete from audit where seq > 8; delete from audit_checkpoints where seq > 8');
    };
    const { last } = await verify(attacked(() => undefined));
    expect((await verify(attacked(cut))).findings).toEqual([]);
    const report = await verify(attacked(cut), last);
    expect(sentences(report)).toEqual([
      'Entries 9 to 12 were cut off the end: the anchor names entry 12, but the trail ends with entry 8.',
    ]);
  });

  it('writes the end anew, its checkpoint gone: an anchor outside tells', async () => {
    const { last } = await verify(attacked(() => undefined));
    const report = await verify(
      attacked((database) => {
        database.exec(`update audit set action = 'nothing' where seq = 10`);
        rechain(database, 10);
        database.exec('delete from audit_checkpoints where seq > 8');
      }),
      last,
    );
    expect(report.findings).toMatchObject([{ kind: 'rewritten', seq: 12 }]);
  });

  it('takes all checkpoints away: what they signed for hours is missed', async () => {
    const report = await verify(
      attacked((database) => {
        database.exec('delete from audit_checkpoints; update audit set at = at + seq * 600000');
        rechain(database, 1);
      }),
    );
    expect(report.findings).toMatchObject([{ kind: 'unproven', seq: 1 }]);
  });

  it('signs a checkpoint with a key of their own: it counts for nothing', async () => {
    const own = await testSigner();
    const jws = await own.sign({ schema: 'tt/audit-checkpoint/1', seq: 8, hash: 'f'.repeat(64), at: 1 });
    const report = await verify(
      attacked((database) => {
        database.exec('delete from audit where seq > 8; delete from audit_checkpoints where seq > 8');
        database
          .prepare('insert into audit_checkpoints (seq, hash, at, jws) values (8, ?, 1, ?)')
          .run('f'.repeat(64), jws);
      }),
    );
    expect(report.signedTo).toBe(6);
    expect(report.remarks.join()).toContain('1 checkpoints are signed by keys that are');
  });

  it('names another hash in a checkpoint: its signature does not fit', async () => {
    const report = await verify(
      attacked((database) => database.exec(`update audit_checkpoints set hash = 'x' where seq = 6`)),
    );
    expect(report.findings).toMatchObject([{ kind: 'forged', seq: 6 }]);
  });

  it('puts a list of keys of their own in: no checkpoint is believed', async () => {
    const report = await verify(
      attacked(() => undefined),
      null,
      (await testSigner()).publicKey,
    );
    expect(report.signedTo).toBe(0);
    expect(sentences(report).join()).toContain('not signed by the root key');
  });
});

describe('a controller at work', () => {
  const at = Date.parse('2026-11-23T12:00:00+07:00');
  /** It has signed all of the trail; then somebody who has the database alone does something to it. */
  const attackedAtWork = async (attack: (database: BetterSqlite.Database) => void) => {
    copies += 1;
    const path = join(folder, `${copies}.db`);
    copyFileSync(whole, path);
    const tip = memoryAuditTip();
    const clock = createVirtualClock(at);
    const store = await openSqliteStore({ path, log: silentLog, now: clock.now });
    const open = () =>
      createAuditCheckpoints({
        store,
        signer: signers.signing,
        tip,
        digest: sha256,
        clock,
        log: silentLog,
      });
    const note = () => store.audit.note({ action: 'test', subject: 'x', subjectId: 'y', areaKey: null });
    let checkpoints = open();
    await checkpoints.start();
    await note();
    await clock.advance(60_000);
    attackedAt(path, attack).close();
    return {
      /** What the check says after the controller went on for a minute, or began anew. */
      goOn: async (what: 'minute' | 'restart') => {
        if (what === 'restart') {
          await checkpoints.stop();
          checkpoints = open();
          await checkpoints.start();
        }
        await note();
        await clock.advance(60_000);
        await checkpoints.stop();
        const [last, signed] = [await store.audit.last(), await store.audit.lastCheckpoint()];
        await store.close();
        const database = new BetterSqlite(path);
        return { report: await verify(database, tip.kept), isSigned: signed?.seq === last?.seq };
      },
    };
  };
  const rewriteEnd = (database: BetterSqlite.Database): void => {
    database.exec(`update audit set action = 'nothing' where seq = 10`);
    rechain(database, 10);
    database.exec('delete from audit_checkpoints where seq > 8');
  };
  const cutEnd = (database: BetterSqlite.Database): void => {
    database.exec('delete from audit where seq > 8; delete from audit_checkpoints where seq > 8');
  };

  it.each([
    ['writes the end anew', rewriteEnd, 'minute'],
    ['writes the end anew before a restart', rewriteEnd, 'restart'],
    ['cuts the end off', cutEnd, 'minute'],
    ['cuts the end off before a restart', cutEnd, 'restart'],
  ] as const)(
    'does not vouch for who %s, checkpoints and all, and it is found (%s, %s)',
    async (_, attack, what) => {
      const { goOn } = await attackedAtWork(attack);
      const { report, isSigned } = await goOn(what);
      expect(isSigned).toBe(false);
      expect(report.findings).not.toEqual([]);
    },
  );

  it('goes on where nobody touched anything', async () => {
    const { goOn } = await attackedAtWork(() => undefined);
    const { report, isSigned } = await goOn('restart');
    expect([report.findings, isSigned]).toEqual([[], true]);
  });
});

describe('npm run audit:verify', () => {
  const run = async (dataDir: string, ...given: string[]): Promise<{ code: number; printed: string }> => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'controller/audit-verify/main.ts', ...given], {
      cwd: root,
      env: { PATH: process.env.PATH, DATA_DIR: dataDir },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    const [code] = await once(child, 'close');
    return { code: Number(code), printed };
  };
  const asDataDir = (attack: (database: BetterSqlite.Database) => void): string => {
    const database = attacked(attack);
    const dataDir = join(folder, `data-${copies}`);
    mkdirSync(join(dataDir, 'keys'), { recursive: true });
    writeFileSync(join(dataDir, 'keys', 'root.public.jwk.json'), JSON.stringify(signers.root.publicKey));
    database.close();
    copyFileSync(database.name, join(dataDir, 'truyenthanh.db'));
    return dataDir;
  };

  it('says that all is well, beside a controller that writes', async () => {
    const dataDir = asDataDir(() => undefined);
    const store = await openSqliteStore({ path: join(dataDir, 'truyenthanh.db'), log: silentLog });
    await store.audit.note({ action: 'test', subject: 'x', subjectId: 'y', areaKey: null });
    const { code, printed } = await run(dataDir);
    await store.audit.note({ action: 'test', subject: 'x', subjectId: 'y', areaKey: null });
    await store.close();
    expect(printed).toContain('The audit trail is whole: 13 entries, signed up to entry 12.');
    expect(code).toBe(0);
  });

  it('says in a sentence what is wrong, and fails', async () => {
    const dataDir = asDataDir((database) => database.exec('delete from audit where seq = 5'));
    const { code, printed } = await run(dataDir);
    expect(printed).toContain('✗ Entry 5 was removed');
    expect(code).toBe(1);
  });

  it('knows how far the trail went from the file beside the database', async () => {
    const dataDir = asDataDir((database) => {
      database.exec('delete from audit where seq > 8; delete from audit_checkpoints where seq > 8');
    });
    await auditTipFile(dataDir).write({ seq: 12, hash: 'f'.repeat(64) });
    const { code, printed } = await run(dataDir);
    expect(printed).toContain('✗ Entries 9 to 12 were cut off the end');
    expect(code).toBe(1);
    writeFileSync(join(dataDir, 'audit-tip.json'), '{}');
    expect(await run(dataDir)).toMatchObject({ code: 2 });
  });

  it('says how it is used, and where it looked', async () => {
    expect(await run(folder, '--expect', 'x')).toMatchObject({ code: 2 });
    const nowhere = await run(join(folder, 'nowhere'));
    expect(nowhere.printed).toContain('There is no database');
    expect(nowhere.code).toBe(2);
  });
});
