import { beforeEach, describe, expect, it, vi } from 'vitest';
import { networkOf } from '../../../../../controller/app/people/sign-in-limits.ts';
import { caoXa } from '../../../../support/device-field.ts';
import {
  accepted,
  anyPassword,
  createPeopleWorld,
  type PeopleWorld,
  verdictOf,
} from '../../../../support/people-world.ts';

const viewer = { role: 'viewer', areaKey: caoXa.key } as const;
const whence = { address: '192.0.2.1', device: null, knownBrowser: null };

let world: PeopleWorld;
beforeEach(async () => {
  world = await createPeopleWorld();
});
const signIn = (username: string, password: string) => world.signIns.signIn({ username, password }, whence);

describe('signing in', () => {
  it.each([
    ['hoa', 'sai'],
    ['hoa', ''],
    ['nobody', anyPassword],
    ['HOA', anyPassword],
  ])('refuses %s with %j in the same words, at the same cost', async (username, password) => {
    await world.add('hoa', viewer);
    expect(verdictOf(await signIn(username, password))).toBe('401 SignIn_Wrong');
    expect(world.verified).toHaveLength(1);
  });

  it('writes to the disk before it refuses, whether somebody has the name or not', async () => {
    await world.add('hoa', viewer);
    const noted = vi.spyOn(world.store.audit, 'note');
    const decoy = vi.spyOn(world.store.settings, 'put');
    await signIn('hoa', 'sai');
    expect([noted.mock.calls.length, decoy.mock.calls.length]).toEqual([1, 0]);
    await signIn('nobody', 'sai');
    expect([noted.mock.calls.length, decoy.mock.calls.length]).toEqual([1, 1]);
  });

  it('opens nothing by a password that was changed while it was checked', async () => {
    const user = await world.add('hoa', viewer);
    const { token } = await world.passwords.makeLink(user.id);
    vi.spyOn(world.secondFactors, 'isOn').mockImplementationOnce(async () => {
      accepted(await world.passwords.chooseByLink(token, 'một con ngựa đau cả tàu'));
      return false;
    });
    expect(verdictOf(await signIn('hoa', anyPassword))).toBe('401 SignIn_Wrong');
    expect(await world.browserSessions.ofUser(user.id)).toEqual([]);
  });

  it('takes a password in whichever coding of its letters', async () => {
    await world.add('hoa', viewer);
    expect((await signIn('hoa', anyPassword.normalize('NFD'))).ok).toBe(true);
  });

  it('keeps the password under the parameters of today', async () => {
    const user = await world.add('hoa', viewer);
    await world.store.users.put({ ...user, passwordHash: `v1:${anyPassword}` });
    accepted(await signIn('hoa', anyPassword));
    expect((await world.store.users.byId(user.id))?.passwordHash).toBe(`v2:${anyPassword}`);
  });

  it('is refused to a disabled account, which is told only who knows the password', async () => {
    const user = await world.add('hoa', viewer);
    await world.store.users.put({ ...user, disabledAt: world.clock.now() });
    expect(verdictOf(await signIn('hoa', anyPassword))).toBe('403 SignIn_Disabled');
    expect(verdictOf(await signIn('hoa', 'sai'))).toBe('401 SignIn_Wrong');
  });

  it('gives tokens that are stored as their hash alone', async () => {
    await world.add('hoa', viewer);
    const { token, knownBrowser } = await world.signIn('hoa');
    expect(await world.store.signIns.get('browser', token, 0)).toBeNull();
    expect(await world.store.signIns.get('known-browser', knownBrowser.token, 0)).toBeNull();
    expect((await world.browserSessions.whoIs(token))?.user.username).toBe('hoa');
    expect(await world.browserSessions.whoIs(knownBrowser.token)).toBeNull();
  });

  it('enters the audit trail, refused and done, without a password', async () => {
    await world.add('hoa', viewer);
    await signIn('hoa', 'sai mật khẩu');
    await world.signIn('hoa');
    await signIn('nobody', 'sai mật khẩu');
    const entries = await world.store.audit.following(0, 100);
    const signIns = entries.filter(({ action }) => action.startsWith('sign-in'));
    expect(signIns.map(({ action, actorName }) => `${action} ${actorName}`)).toEqual([
      'sign-in.refused hoa',
      'sign-in.done hoa',
    ]);
    expect(JSON.stringify(entries)).not.toContain('sai mật khẩu');
  });
});

describe('the second step', () => {
  const first = async (): Promise<string> => {
    const step = accepted(await signIn('hoa', anyPassword));
    if (step.step !== 'code') throw new Error('No code is owed.');
    return step.token;
  };
  const give = async (token: string, code: string) =>
    verdictOf(await world.signIns.giveCode(token, code, whence));

  it('takes the code of half a minute before or after, once, and none further off', async () => {
    const { secret } = await world.enrol(await world.add('hoa', viewer));
    const codes = (steps: number) => world.codeOf(secret, steps);
    world.clock.set(world.clock.now() + 10 * 30_000);
    expect(await give(await first(), codes(-2))).toBe('401 SecondFactor_Wrong');
    expect(await give(await first(), codes(2))).toBe('401 SecondFactor_Wrong');
    expect(await give(await first(), codes(-1))).toBe('ok');
    expect(await give(await first(), codes(-1))).toBe('401 SecondFactor_Wrong');
    expect(await give(await first(), codes(1))).toBe('ok');
    // What came before a used one is used up with it.
    expect(await give(await first(), codes(0))).toBe('401 SecondFactor_Wrong');
  });

  it('of two with right codes at once signs one in', async () => {
    const { recoveryCodes } = await world.enrol(await world.add('hoa', viewer));
    const token = await first();
    const both = await Promise.all([
      give(token, recoveryCodes[0] ?? ''),
      give(token, recoveryCodes[1] ?? ''),
    ]);
    expect(both.filter((one) => one === 'ok')).toHaveLength(1);
  });

  it('expires after five minutes', async () => {
    const { recoveryCodes } = await world.enrol(await world.add('hoa', viewer));
    const token = await first();
    world.clock.set(world.clock.now() + 5 * 60_000);
    expect(await give(token, recoveryCodes[0] ?? '')).toBe('401 SignIn_StepExpired');
  });

  it('is not owed while a second factor waits to be confirmed', async () => {
    await world.secondFactors.begin(await world.add('hoa', viewer));
    expect(accepted(await signIn('hoa', anyPassword)).step).toBe('done');
  });

  it('is by the earlier telephone until the one that takes its place is confirmed', async () => {
    const user = await world.add('hoa', viewer);
    const { secret, recoveryCodes } = await world.enrol(user);
    world.clock.set(world.clock.now() + 60_000);
    const fresh = await world.secondFactors.begin(user);
    expect(await give(await first(), world.codeOf(fresh.secret))).toBe('401 SecondFactor_Wrong');
    expect(await give(await first(), world.codeOf(secret))).toBe('ok');
    expect(await give(await first(), recoveryCodes[0] ?? '')).toBe('ok');
    const wrong = await world.secondFactors.confirm(user, world.codeOf(secret, 1));
    expect(verdictOf(wrong)).toBe('401 SecondFactor_Wrong');
    world.clock.set(world.clock.now() + 60_000);
    accepted(await world.secondFactors.confirm(user, world.codeOf(fresh.secret)));
    expect(verdictOf(await world.secondFactors.confirm(user, world.codeOf(fresh.secret, 1)))).toBe(
      '409 SecondFactor_NotBegun',
    );
    expect(await give(await first(), world.codeOf(secret, 1))).toBe('401 SecondFactor_Wrong');
    expect(await give(await first(), world.codeOf(fresh.secret, 1))).toBe('ok');
  });

  it('is by no telephone whose secret was shown a quarter of an hour ago', async () => {
    const user = await world.add('hoa', viewer);
    const { secret } = await world.secondFactors.begin(user);
    world.clock.set(world.clock.now() + 15 * 60_000);
    expect(verdictOf(await world.secondFactors.confirm(user, world.codeOf(secret)))).toBe(
      '409 SecondFactor_NotBegun',
    );
  });

  it('takes nobody else’s secret, even one copied into the row', async () => {
    const [hoa, lan] = [await world.add('hoa', viewer), await world.add('lan', viewer)];
    const { secret } = await world.enrol(hoa);
    await world.enrol(lan);
    const [ofHoa, ofLan] = [
      await world.store.secondFactors.get(hoa.id),
      await world.store.secondFactors.get(lan.id),
    ];
    if (!ofHoa || !ofLan) throw new Error('They are gone.');
    expect(JSON.stringify(ofHoa)).not.toContain(secret);
    await world.store.secondFactors.put({ ...ofLan, sealedSecret: ofHoa.sealedSecret });
    const step = accepted(await signIn('lan', anyPassword));
    if (step.step !== 'code') throw new Error('No code is owed.');
    expect(await give(step.token, world.codeOf(secret, 1))).toBe('503 SecondFactor_Unreadable');
  });
});

describe('networks that count as one', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    [null, 'unknown'],
  ])('%s is of %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
