import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { type ComposedController, composeForTests } from '../composed-controller.ts';
import { casesOf } from '../matrix/cases.ts';
import { answerOf, type MatrixAnswer, type MatrixRequest, type MatrixWorld } from '../matrix/matrix-world.ts';
import { type Place, placesOf } from '../matrix/places.ts';
import { createThings } from '../matrix/things.ts';
import { type Operation, openApiDocument, operationsOf } from '../open-api.ts';

/** What the controller writes by itself, whoever asks: who was there, what was refused, what goes out. */
const livesByItself =
  /^(audit|sign_ins|last_seen|presence|documents|settings|sqlite_|kysely|notice|deliver|attempt)/;

export type AttackField = Readonly<{
  composed: ComposedController;
  url: string;
  operations: readonly Operation[];
  /** Of the province: what he is refused, everybody is. */
  administrator: string;
  own: Place;
  /** A request of the operation that is fine, about things made for it; null for what has no fixture. */
  fine: (operation: Operation) => Promise<MatrixRequest | null>;
  /** Sends to a path below `/api/v1`, as the administrator unless the headers say otherwise. */
  send: (path: string, init?: RequestInit) => Promise<MatrixAnswer & { headers: Headers }>;
  /** Everything in the database that only people change. */
  digest: () => string;
  /** Whether a text stands anywhere in the database. */
  holds: (text: string) => boolean;
  stop: () => Promise<void>;
}>;

const tableName = z.object({ name: z.string() });

const dumpOf = (path: string): string => {
  const db = new Database(path, { readonly: true });
  try {
    const tables = z
      .array(tableName)
      .parse(db.prepare("select name from sqlite_master where type = 'table' order by name").all())
      .filter(({ name }) => !livesByItself.test(name));
    return tables
      .map(({ name }) => `${name}: ${JSON.stringify(db.prepare(`select * from "${name}"`).all())}`)
      .join('\n');
  } finally {
    db.close();
  }
};

/** The whole controller with an administrator who sends what he should not. */
export const createAttackField = async (): Promise<AttackField> => {
  const composed = await composeForTests({ env: { MAX_AUDIO_MINUTES: '1', TRUSTED_PROXIES: '127.0.0.1' } });
  const { url, store, directory, cookieOf, dataDir } = composed;
  const document = openApiDocument.parse(await (await fetch(`${url}/api/v1/openapi.json`)).json());
  const administrator = await cookieOf('administrator', directory.areas.atLevel('province')[0]?.key ?? '');
  const { own } = placesOf(directory);
  const database = join(dataDir, 'truyenthanh.db');
  // Each request comes from an address of its own: what a flood from one is refused is another's test.
  let requests = 0;
  const someAddress = (): string => {
    requests += 1;
    return `10.${(requests >> 16) & 255}.${(requests >> 8) & 255}.${requests & 255}`;
  };
  const send: AttackField['send'] = async (path, init = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has('x-forwarded-for')) headers.set('x-forwarded-for', someAddress());
    if (!headers.has('cookie')) headers.set('cookie', administrator);
    const response = await fetch(`${url}/api/v1${path}`, { ...init, headers });
    return { ...(await answerOf(response)), headers: response.headers };
  };
  const world: MatrixWorld = {
    ...{ store, directory, cookieOf },
    now: Date.now,
    send: async (method, { path, body }, cookie) =>
      send(path, {
        method,
        headers: { cookie: cookie ?? '', 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    incident: async () => 'inc_1',
    stop: composed.stop,
  };
  return {
    ...{ composed, url, administrator, own, send },
    operations: operationsOf(document),
    fine: async (operation) =>
      (await casesOf(operation, createThings(world, own)).catch(() => null))?.[0]?.request ?? null,
    digest: () => createHash('sha256').update(dumpOf(database)).digest('hex'),
    holds: (text) => dumpOf(database).includes(text),
    stop: composed.stop,
  };
};

/** What an answer must never be: a fault of the server, or words from inside it. */
export const innards =
  /\b(SQLITE|SqliteError|kysely|node_modules|node:internal|at \w+ \(|\.ts:\d+|\$argon2|ENOENT|EACCES)/;
