import { createHash } from 'node:crypto';
import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AddressAnswer } from '../support/address-client.ts';
import { codeAt } from '../support/people-world.ts';
import { ADMIN_PASSWORD } from '../support/run-controller.ts';
import { goodPassword, type SignInField, sessionOf, startSignInField } from '../support/sign-in-field.ts';

const caoXa = '08527';
const province = '25';
const wrong = 'sai mật khẩu hoàn toàn';

let field: SignInField;
beforeAll(async () => {
  field = await startSignInField();
}, 60_000);
afterAll(() => field.stop());

/** `401 SignIn_Wrong`, or `200`. */
const verdict = ({ status, code }: AddressAnswer): string =>
  code === null ? `${status}` : `${status} ${code}`;
const guess = (username: string, from: string, password = wrong) =>
  field.ask('/sign-in', { body: { username, password }, from });
/** Guesses until it is made to wait; how often it could. */
const guessUntilWaiting = async (attempt: (index: number) => Promise<AddressAnswer>) => {
  for (let count = 0; count < 60; count += 1) {
    const answer = await attempt(count);
    if (answer.status === 429) return { count, answer };
  }
  throw new Error('Nobody made it wait.');
};
const cookieOf = async (username: string): Promise<string> => sessionOf(await field.signIn(username));
const stepCookieOf = ({ cookies }: AddressAnswer): string =>
  cookies.find((cookie) => cookie.startsWith('tt_second_step=')) ?? '';
const adminStep = async (): Promise<string> => stepCookieOf(await field.signIn('admin', ADMIN_PASSWORD));
const giveCode = (code: string, cookie: string, from = field.newAddress()) =>
  field.ask('/sign-in/code', { body: { code }, cookie, from });

describe('attack: guessing passwords', () => {
  it('one name from one address -> 429 with Retry-After, for the right password too', async () => {
    await field.person('bay', { role: 'viewer', areaCode: caoXa });
    const from = field.newAddress();
    const { count, answer } = await guessUntilWaiting(() => guess('bay', from));
    expect(count).toBe(6);
    expect(verdict(answer)).toBe('429 Attempts_TooMany');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(20);
    expect(answer.text).toContain('Hãy thử lại sau 30 giây');
    expect(verdict(await guess('bay', from, goodPassword))).toBe('429 Attempts_TooMany');
  });

  it('locking somebody out from afar -> gets in from another address', async () => {
    await field.person('binh', { role: 'viewer', areaCode: caoXa });
    const from = field.newAddress();
    await guessUntilWaiting(() => guess('binh', from));
    expect(verdict(await field.signIn('binh'))).toBe('200');
  });

  it('a hundred guesses at once -> as many as one after the other', async () => {
    await field.person('chi', { role: 'viewer', areaCode: caoXa });
    const from = field.newAddress();
    const answers = await Promise.all(Array.from({ length: 100 }, () => guess('chi', from)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(6);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(94);
  });

  it('many names from one address -> 429', async () => {
    const from = field.newAddress();
    const { count } = await guessUntilWaiting((index) => guess(`ten-${index}`, from));
    expect(count).toBe(21);
  });

  it('one name from many addresses -> a short wait, and a browser known before gets its turn', async () => {
    await field.person('dung', { role: 'viewer', areaCode: caoXa });
    const known = (await field.signIn('dung')).cookies.find((cookie) =>
      cookie.startsWith('tt_known_browser='),
    );
    const { count, answer } = await guessUntilWaiting(() => guess('dung', field.newAddress()));
    expect(count).toBe(21);
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(verdict(await guess('dung', field.newAddress(), goodPassword))).toBe('429 Attempts_TooMany');
    const body = { username: 'dung', password: goodPassword };
    const own = await field.ask('/sign-in', { body, from: field.newAddress(), cookie: known ?? '' });
    expect(verdict(own)).toBe('200');
  });

  it('finding out names -> the same answer for one that nobody has', async () => {
    await field.person('em', { role: 'viewer', areaCode: caoXa });
    const [known, unknown] = [
      await guess('em', field.newAddress()),
      await guess('khong-ai', field.newAddress()),
    ];
    expect(verdict(known)).toBe('401 SignIn_Wrong');
    expect(unknown.text).toBe(known.text);
  });
});

describe('attack: the second factor', () => {
  it('no second factor where it is owed -> 403 SignIn_SecondFactorFirst, but for the own account', async () => {
    await field.person('giang', { role: 'approver', areaCode: province });
    const cookie = await cookieOf('giang');
    for (const path of ['/overview', '/bulletins', '/people', '/me/tokens', '/events'])
      expect(`${path} ${verdict(await field.ask(path, { cookie }))}`).toBe(
        `${path} 403 SignIn_SecondFactorFirst`,
      );
    expect(verdict(await field.ask('/me', { cookie }))).toBe('200');
  });

  it('the half signed-in token as a session or a bearer token -> 401', async () => {
    const token = (await adminStep()).split('=')[1] ?? '';
    expect(verdict(await field.ask('/me', { cookie: `tt_session=${token}` }))).toBe('401 SignIn_Required');
    expect(verdict(await field.ask('/me', { token }))).toBe('401 SignIn_Required');
    expect(verdict(await field.ask('/me', { cookie: `tt_second_step=${token}` }))).toBe(
      '401 SignIn_Required',
    );
  });

  it('a code without the first step -> 401 SignIn_StepExpired', async () => {
    const code = codeAt(field.admin.secret, Date.now());
    expect(verdict(await giveCode(code, ''))).toBe('401 SignIn_StepExpired');
    expect(verdict(await giveCode(code, 'tt_second_step=made-up'))).toBe('401 SignIn_StepExpired');
  });

  it('a used code again -> 401 SecondFactor_Wrong; a spent step again -> 401 SignIn_StepExpired', async () => {
    // The field has used a step up to the present one; the next one is free, and taken whatever the second.
    const code = codeAt(field.admin.secret, Date.now() + 30_000);
    const step = await adminStep();
    expect(verdict(await giveCode(code, step))).toBe('200');
    expect(verdict(await giveCode(code, await adminStep()))).toBe('401 SecondFactor_Wrong');
    expect(verdict(await giveCode(field.admin.recoveryCodes[0] ?? '', step))).toBe('401 SignIn_StepExpired');
  });

  it('a recovery code twice -> 401 SecondFactor_Wrong', async () => {
    const code = field.admin.recoveryCodes[1] ?? '';
    expect(verdict(await giveCode(code.toLowerCase(), await adminStep()))).toBe('200');
    expect(verdict(await giveCode(code, await adminStep()))).toBe('401 SecondFactor_Wrong');
  });

  it('guessing codes, from many addresses -> 429, for a right recovery code too', async () => {
    const { count } = await guessUntilWaiting(async (index) =>
      giveCode(String(100_000 + index), await adminStep()),
    );
    expect(count).toBeLessThanOrEqual(6);
    const code = field.admin.recoveryCodes[2] ?? '';
    expect(verdict(await giveCode(code, await adminStep()))).toBe('429 Attempts_TooMany');
  });
});

describe('attack: sessions of browsers', () => {
  it('a session put into the browser before sign-in -> another one, and the old one is over', async () => {
    await field.person('hai', { role: 'viewer', areaCode: caoXa });
    const planted = await cookieOf('hai');
    const body = { username: 'hai', password: goodPassword };
    const signedIn = await field.ask('/sign-in', { body, cookie: planted, from: field.newAddress() });
    expect(sessionOf(signedIn)).toMatch(/^tt_session=[\w-]{43}$/);
    expect(sessionOf(signedIn)).not.toBe(planted);
    expect(verdict(await field.ask('/me', { cookie: planted }))).toBe('401 SignIn_Required');
  });

  it('a session that the owner ended -> 401, and its live stream ends', async () => {
    await field.person('khoa', { role: 'viewer', areaCode: caoXa });
    const [stolen, own] = [await cookieOf('khoa'), await cookieOf('khoa')];
    const ended = new Promise<void>((resolve, reject) => {
      const stream = get(
        `${field.controller.url}/api/v1/events`,
        { headers: { cookie: stolen } },
        (answer) => {
          answer.once('data', () => {
            field.ask('/me/sessions', { method: 'DELETE', cookie: own }).catch(reject);
          });
          answer.resume();
          answer.once('end', resolve);
          answer.once('error', () => resolve());
        },
      );
      stream.once('error', reject);
    });
    await ended;
    expect(verdict(await field.ask('/me', { cookie: stolen }))).toBe('401 SignIn_Required');
    expect(verdict(await field.ask('/me', { cookie: own }))).toBe('200');
  });

  it('a session after the password changed -> 401', async () => {
    await field.person('lan', { role: 'viewer', areaCode: caoXa });
    const [stolen, own] = [await cookieOf('lan'), await cookieOf('lan')];
    const body = { current: goodPassword, next: 'một con ngựa đau cả tàu' };
    expect(verdict(await field.ask('/me/password', { method: 'PUT', body, cookie: own }))).toBe('204');
    expect(verdict(await field.ask('/me', { cookie: stolen }))).toBe('401 SignIn_Required');
  });

  it('guessing the password at a browser left open -> 429', async () => {
    await field.person('minh', { role: 'viewer', areaCode: caoXa });
    const cookie = await cookieOf('minh');
    const { count } = await guessUntilWaiting(() =>
      field.ask('/me/password', { method: 'PUT', body: { current: wrong, next: goodPassword }, cookie }),
    );
    expect(count).toBe(6);
  });
});

describe('attack: links to choose a password', () => {
  const choose = (token: string, password = 'một con ngựa đau cả tàu') =>
    field.ask('/password-links/choose', { body: { token, password } });

  it('used, void, made up -> 410 PasswordLink_Spent', async () => {
    const id = await field.person('nam', { role: 'viewer', areaCode: caoXa });
    const [earlier, link] = [await field.passwordLink(id), await field.passwordLink(id)];
    expect(verdict(await choose(earlier))).toBe('410 PasswordLink_Spent');
    expect(verdict(await choose(link))).toBe('204');
    expect(verdict(await choose(link))).toBe('410 PasswordLink_Spent');
    expect(verdict(await choose('A'.repeat(43)))).toBe('410 PasswordLink_Spent');
  });

  it('expired -> 410 PasswordLink_Spent', async () => {
    const id = await field.person('oanh', { role: 'viewer', areaCode: caoXa });
    const link = await field.passwordLink(id);
    field.sql("update sign_ins set expires_at = 1 where kind = 'password-link' and user_id = ?", id);
    expect(verdict(await choose(link))).toBe('410 PasswordLink_Spent');
  });

  it('as a session or a sign-in link -> 401 and 410', async () => {
    const link = await field.passwordLink(await field.person('phu', { role: 'viewer', areaCode: caoXa }));
    expect(verdict(await field.ask('/me', { cookie: `tt_session=${link}` }))).toBe('401 SignIn_Required');
    const answer = await fetch(`${field.controller.url}/sign-in/${link}`, { redirect: 'manual' });
    expect(answer.status).toBe(410);
  });

  it.each(['ngắn quá', 'matkhau123456', '123412341234', 'Người quang'])(
    'a password that is guessed first, %j -> 422, and the link is not spent',
    async (password) => {
      const name = `quang${password.length}`;
      const id = await field.person(name, { role: 'viewer', areaCode: caoXa });
      const link = await field.passwordLink(id);
      expect((await choose(link, password)).status).toBe(422);
      expect(verdict(await choose(link))).toBe('204');
    },
  );
});

describe('attack: tokens of machines', () => {
  it('beyond its actions, its areas, and at the own account -> 403', async () => {
    await field.person('son', { role: 'administrator', areaCode: caoXa });
    const cookie = await cookieOf('son');
    const { secret } = await field.token(cookie, { actions: ['data.read'], areaCodes: [caoXa] });
    expect(verdict(await field.ask(`/clusters?area=${caoXa}`, { token: secret }))).toBe('200');
    expect(verdict(await field.ask('/clusters?area=08500', { token: secret }))).not.toBe('200');
    const cluster = { areaCode: caoXa, name: 'Khu 3' };
    expect(verdict(await field.ask('/clusters', { body: cluster, token: secret }))).toBe(
      '403 Role_NotAllowed',
    );
    expect(verdict(await field.ask('/people', { token: secret }))).toBe('403 Role_NotAllowed');
    for (const path of ['/me/tokens', '/me/sessions'])
      expect(verdict(await field.ask(path, { token: secret }))).toBe('403 Token_NotHere');
  });

  it('a token that could do more than its owner, or make accounts -> 403 Token_BeyondOwner', async () => {
    await field.person('tam', { role: 'administrator', areaCode: caoXa });
    const cookie = await cookieOf('tam');
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const order = {
      ...{ name: 'Máy', expiresAt, actions: ['data.read'], areaCodes: [caoXa] },
      password: goodPassword,
    };
    const make = async (change: object) =>
      verdict(await field.ask('/me/tokens', { body: { ...order, ...change }, cookie }));
    expect(await make({ actions: ['people.write'] })).toBe('403 Token_BeyondOwner');
    expect(await make({ areaCodes: [province] })).toBe('403 Token_BeyondOwner');
    expect(await make({ wideEmergency: true })).toBe('403 Token_BeyondOwner');
    expect(await make({ actions: ['announcements.emergency'], wideEmergency: true })).toBe(
      '403 Token_CodeNeeded',
    );
    const tooLong = new Date(Date.now() + 400 * 24 * 3_600_000).toISOString();
    expect(await make({ expiresAt: tooLong })).toBe('422 Token_BadExpiry');
    expect(await make({ userId: 'usr_x' })).toBe('400 Request_Invalid');
  });

  it('made at a browser left open, without the password -> 403', async () => {
    await field.person('bich', { role: 'viewer', areaCode: caoXa });
    const cookie = await cookieOf('bich');
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const order = { name: 'Máy', expiresAt, actions: ['data.read'], areaCodes: [caoXa] };
    const make = async (change: object) =>
      verdict(await field.ask('/me/tokens', { body: { ...order, ...change }, cookie }));
    expect(await make({})).toBe('403 Token_PasswordFirst');
    expect(await make({ password: 'không phải mật khẩu' })).toBe('403 Password_Wrong');
    expect(await make({ password: goodPassword })).toBe('201');
  });

  it('expired, revoked, made up -> 401', async () => {
    await field.person('uyen', { role: 'viewer', areaCode: caoXa });
    const cookie = await cookieOf('uyen');
    const order = { actions: ['data.read'], areaCodes: [caoXa] };
    const [expired, revoked] = [await field.token(cookie, order), await field.token(cookie, order)];
    field.sql('update api_tokens set expires_at = 1 where id = ?', expired.id);
    await field.ask(`/me/tokens/${revoked.id}`, { method: 'DELETE', cookie });
    for (const token of [expired.secret, revoked.secret, `tt_${'A'.repeat(43)}`])
      expect(verdict(await field.ask('/overview?area=25', { token }))).toBe('401 SignIn_Required');
  });

  it('of an owner who lost the role, then the account -> 403, then 401', async () => {
    const id = await field.person('viet', { role: 'technician', areaCode: caoXa });
    const { secret } = await field.token(await cookieOf('viet'), {
      actions: ['devices.write'],
      areaCodes: [caoXa],
    });
    const make = async () =>
      verdict(await field.ask('/clusters', { body: { areaCode: caoXa, name: 'Khu 9' }, token: secret }));
    expect(await make()).toBe('201');
    const { cookie } = field.admin;
    const grants = [{ role: 'viewer', areaCode: caoXa }];
    await field.ask(`/people/${id}`, { method: 'PATCH', body: { grants }, cookie });
    expect(await make()).toBe('403 Role_NotAllowed');
    await field.ask(`/people/${id}/disable`, { body: {}, cookie });
    expect(await make()).toBe('401 SignIn_Required');
  });
});

describe('attack: more rights than one has', () => {
  it('granting oneself, and beyond the own areas -> 403', async () => {
    const id = await field.person('xuan', { role: 'administrator', areaCode: caoXa });
    const other = await field.person('yen', { role: 'viewer', areaCode: caoXa });
    const above = await field.person('zung', { role: 'viewer', areaCode: province });
    const cookie = await cookieOf('xuan');
    const change = async (whom: string, body: object) =>
      verdict(await field.ask(`/people/${whom}`, { method: 'PATCH', body, cookie }));
    const all = [{ role: 'administrator', areaCode: province }];
    expect(await change(id, { grants: all })).toBe('403 People_OwnAccount');
    expect(await change(other, { grants: all })).toBe('403 Area_NotAllowed');
    expect(await change(above, { displayName: 'Ai đó' })).toBe('403 Area_NotAllowed');
    const link = await field.ask(`/people/${above}/password-link`, { body: {}, cookie });
    expect(verdict(link)).toBe('403 Area_NotAllowed');
    const body = { username: 'moi', displayName: 'Mới', grants: all };
    expect(verdict(await field.ask('/people', { body, cookie }))).toBe('403 Area_NotAllowed');
  });

  it.each([{ passwordHash: 'x' }, { id: 'usr_x' }, { disabledAt: null }, { username: 'admin' }])(
    'members that nobody may send, %j -> 400',
    async (extra) => {
      const [{ cookie }, body] = [field.admin, { displayName: 'Ai đó', ...extra }];
      const answer = await field.ask('/people/usr_x', { method: 'PATCH', body, cookie });
      expect(verdict(answer)).toBe('400 Request_Invalid');
    },
  );
});

describe('attack: reading secrets where they do not belong', () => {
  it('passwords, hashes, secrets of second factors and tokens in answers, log or audit trail -> nowhere', async () => {
    await field.person('an', { role: 'viewer', areaCode: caoXa });
    const cookie = await cookieOf('an');
    const { secret } = await field.token(cookie, { actions: ['data.read'], areaCodes: [caoXa] });
    await field.ask('/overview?area=25', { token: secret });
    await field.ask('/me/tokens', { cookie });
    await field.ask('/people', { cookie: field.admin.cookie });
    const audit = await field.ask('/audit?limit=200', { cookie: field.admin.cookie });
    expect(verdict(audit)).toBe('200');
    const told = [...field.answers, ...field.controller.logLines.map((line) => JSON.stringify(line))];
    const hash = createHash('sha256').update(secret).digest('hex');
    const secrets = {
      hash,
      'a password': goodPassword,
      'the first password': ADMIN_PASSWORD,
      'a password hash': '$argon2',
      'a token': secret,
      'the second factor': field.admin.secret,
      'a recovery code': field.admin.recoveryCodes[3] ?? '',
      'a session': cookie.split('=')[1] ?? '',
    };
    for (const [name, text] of Object.entries(secrets))
      expect(told.filter((one) => one.includes(text)).length, name).toBe(0);
    expect(told.length).toBeGreaterThan(100);
  });
});
