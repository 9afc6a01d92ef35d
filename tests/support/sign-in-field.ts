import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { z } from 'zod';
import { type AddressAnswer, type AddressRequest, askFrom } from './address-client.ts';
import { codeAt } from './people-world.ts';
import { ADMIN_PASSWORD, type ControllerProcess, runController } from './run-controller.ts';

export const goodPassword = 'con trâu đi trước cái cày';

const madePerson = z.object({
  person: z.object({ id: z.string() }),
  link: z.object({ path: z.string() }),
});
const linkMade = z.object({ path: z.string() });
const begun = z.object({ secret: z.string() });
const codesMade = z.object({ recoveryCodes: z.array(z.string()) });
const tokenMade = z.object({ token: z.object({ id: z.string() }), secret: z.string() });

export type Role = 'administrator' | 'editor' | 'approver' | 'technician' | 'viewer' | 'auditor';
export type GrantOrder = Readonly<{ role: Role; areaCode: string }>;

/** A real controller with second factors required, and an administrator who has one. */
export type SignInField = Readonly<{
  controller: ControllerProcess;
  /** Below `/api/v1`. Every answer is remembered, but those that tell a secret once by their purpose. */
  ask: (path: string, options?: AddressRequest) => Promise<AddressAnswer>;
  answers: readonly string[];
  admin: Readonly<{ cookie: string; secret: string; recoveryCodes: readonly string[] }>;
  /** An address nobody has come from before. */
  newAddress: () => string;
  /** `Cookie` of a browser that signs in from a new address. */
  signIn: (username: string, password?: string) => Promise<AddressAnswer>;
  person: (username: string, ...grants: GrantOrder[]) => Promise<string>;
  passwordLink: (personId: string) => Promise<string>;
  token: (
    cookie: string,
    order: { actions: string[]; areaCodes: string[] },
  ) => Promise<{
    id: string;
    secret: string;
  }>;
  /** Changes the database behind the controller's back: lets time pass for one row. */
  sql: (statement: string, ...values: string[]) => void;
  stop: () => Promise<void>;
}>;

const sessionOf = (answer: AddressAnswer): string =>
  answer.cookies.find((cookie) => cookie.startsWith('tt_session=')) ?? '';

export { sessionOf };

export const startSignInField = async (): Promise<SignInField> => {
  const controller = await runController({ env: { SECOND_FACTOR: 'required' } });
  const answers: string[] = [];
  let addresses = 0;
  const newAddress = (): string => {
    addresses += 1;
    return `127.1.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}`;
  };
  const plain = (path: string, options: AddressRequest = {}): Promise<AddressAnswer> =>
    askFrom(`${controller.url}/api/v1${path}`, options);
  const ask: SignInField['ask'] = async (path, options) => {
    const answer = await plain(path, options);
    answers.push(answer.text);
    return answer;
  };
  const signIn: SignInField['signIn'] = (username, password = goodPassword) =>
    ask('/sign-in', { body: { username, password }, from: newAddress() });

  const cookie = sessionOf(await signIn('admin', ADMIN_PASSWORD));
  const { secret } = begun.parse(JSON.parse((await plain('/me/second-factor', { body: {}, cookie })).text));
  const code = codeAt(secret, Date.now());
  const confirmed = await plain('/me/second-factor/confirm', { body: { code }, cookie });
  const { recoveryCodes } = codesMade.parse(JSON.parse(confirmed.text));
  const admin = { cookie, secret, recoveryCodes };

  const choose = async (path: string): Promise<void> => {
    const token = path.split('#')[1] ?? '';
    await plain('/password-links/choose', { body: { token, password: goodPassword } });
  };
  return {
    controller,
    ask,
    answers,
    admin,
    newAddress,
    signIn,
    person: async (username, ...grants) => {
      const answer = await plain('/people', {
        body: { username, displayName: `Người ${username}`, grants },
        cookie,
      });
      const { person, link } = madePerson.parse(JSON.parse(answer.text));
      await choose(link.path);
      return person.id;
    },
    passwordLink: async (personId) => {
      const answer = await plain(`/people/${personId}/password-link`, { body: {}, cookie });
      return linkMade.parse(JSON.parse(answer.text)).path.split('#')[1] ?? '';
    },
    token: async (ownCookie, order) => {
      const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
      const answer = await plain('/me/tokens', {
        body: { name: 'Máy', expiresAt, password: goodPassword, ...order },
        cookie: ownCookie,
      });
      const made = tokenMade.parse(JSON.parse(answer.text));
      return { id: made.token.id, secret: made.secret };
    },
    sql: (statement, ...values) => {
      const database = new BetterSqlite(join(controller.dataDir, 'truyenthanh.db'));
      try {
        database.prepare(statement).run(...values);
      } finally {
        database.close();
      }
    },
    stop: controller.stop,
  };
};
