import { beforeEach, describe, expect, it } from 'vitest';
import type { UserRow } from '../../../../../controller/app/ports/store/users.ts';
import type { Grant } from '../../../../../controller/domain/permissions.ts';
import { caoXa, district, province, tuXa } from '../../../../support/device-field.ts';
import {
  accepted,
  createPeopleWorld,
  type PeopleWorld,
  verdictOf,
} from '../../../../support/people-world.ts';

const grant = (role: Grant['role'], area: { key: string }): Grant => ({ role, areaKey: area.key });

let world: PeopleWorld;
let admin: UserRow;
beforeEach(async () => {
  world = await createPeopleWorld();
  admin = await world.add('admin', grant('administrator', province));
});
const isIn = async (token: string) => (await world.browserSessions.whoIs(token)) !== null;

describe('an administrator', () => {
  it('finds people of the own areas by words of their names, tone marks or not', async () => {
    const local = await world.add('quan-tri', grant('administrator', caoXa));
    const names = async (by: UserRow, search: string | null) =>
      (await world.people.list(by, search)).map(({ user }) => user.username);
    await world.add('bien-tap', grant('editor', caoXa));
    await world.add('tu-xa', grant('editor', tuXa));
    await world.store.users.put({
      ...(await world.add('hoa', grant('viewer', caoXa))),
      displayName: 'Nguyễn Hòa',
    });
    expect(await names(local, null)).toEqual(['bien-tap', 'hoa', 'quan-tri']);
    expect(await names(admin, 'nguyen hoa')).toEqual(['hoa']);
    expect(await names(local, 'tu xa')).toEqual([]);
  });

  it('changes nobody who has a role elsewhere, and sees him', async () => {
    const local = await world.add('quan-tri', grant('administrator', caoXa));
    const both = await world.add('hai-noi', grant('editor', caoXa), grant('editor', tuXa));
    const [seen] = await world.people.list(local, 'hai noi');
    expect(seen?.isWithinReach).toBe(false);
    for (const outcome of [
      await world.people.change(local, both.id, { displayName: 'x' }),
      await world.people.setDisabled(local, both.id, true),
      await world.people.makeLink(local, both.id),
      await world.people.removeSecondFactor(local, both.id),
      await world.people.endSessions(local, both.id),
      await world.people.sessions(local, both.id),
    ])
      expect(verdictOf(outcome)).toBe('403 Area_NotAllowed');
  });

  it('does none of it to himself, but for the name', async () => {
    const { people } = world;
    const grants = [grant('viewer', province)];
    for (const outcome of [
      await people.change(admin, admin.id, { grants }),
      await people.setDisabled(admin, admin.id, true),
      await people.makeLink(admin, admin.id),
      await people.removeSecondFactor(admin, admin.id),
    ])
      expect(verdictOf(outcome)).toBe('403 People_OwnAccount');
    expect(verdictOf(await people.change(admin, admin.id, { displayName: 'Chị Hòa' }))).toBe('ok');
  });

  it('leaves the province at least one administrator who can sign in, also of two who act at once', async () => {
    const other = await world.add('pho', grant('administrator', province));
    const [first, second] = await Promise.all([
      world.people.setDisabled(admin, other.id, true),
      world.people.change(other, admin.id, { grants: [grant('editor', caoXa)] }),
    ]);
    expect([first, second].map(verdictOf).sort()).toEqual(['409 People_LastAdministrator', 'ok']);
  });

  it('gives no second account one name, and no role where there is no area', async () => {
    const order = { username: 'hoa', displayName: 'Hòa', grants: [grant('viewer', caoXa)] };
    expect(verdictOf(await world.people.create(admin, order))).toBe('ok');
    expect(verdictOf(await world.people.create(admin, order))).toBe('409 People_NameTaken');
    const nowhere = { ...order, username: 'lan', grants: [grant('viewer', { key: '99.20200101' })] };
    expect(verdictOf(await world.people.create(admin, nowhere))).toBe('422 Area_Unknown');
  });
});

describe('somebody whose account changes', () => {
  it('is signed out by other roles, by being disabled, and not by another name', async () => {
    const hoa = await world.add('hoa', grant('viewer', caoXa));
    const { token } = await world.signIn('hoa');
    accepted(await world.people.change(admin, hoa.id, { displayName: 'Chị Hòa' }));
    expect(await isIn(token)).toBe(true);
    accepted(await world.people.change(admin, hoa.id, { grants: [grant('editor', district)] }));
    expect(await isIn(token)).toBe(false);
    const again = await world.signIn('hoa');
    let ended = 0;
    const session = await world.browserSessions.whoIs(again.token);
    world.endings.watch(session?.sessionId ?? '', () => {
      ended += 1;
    });
    accepted(await world.people.setDisabled(admin, hoa.id, true));
    expect([await isIn(again.token), ended]).toEqual([false, 1]);
    accepted(await world.people.setDisabled(admin, hoa.id, false));
    expect(await isIn(again.token)).toBe(false);
    await world.signIn('hoa');
  });

  it('has no link of somebody who could not have made it by now', async () => {
    const here = await world.add('here', grant('administrator', caoXa));
    const order = { username: 'hoa', displayName: 'Hòa', grants: [grant('viewer', caoXa)] };
    const { person, link } = accepted(await world.people.create(here, order));
    const read = async () => verdictOf(await world.passwords.readLink(link.token));
    accepted(await world.people.change(here, person.user.id, { grants: [grant('editor', caoXa)] }));
    expect(await read()).toBe('ok');
    const wider = [grant('editor', caoXa), grant('approver', tuXa)];
    accepted(await world.people.change(admin, person.user.id, { grants: wider }));
    expect(await read()).toBe('410 PasswordLink_Spent');
  });

  it('has no tokens and links any more once it was disabled, also when it is enabled again', async () => {
    const hoa = await world.add('hoa', grant('viewer', caoXa));
    const link = accepted(await world.people.makeLink(admin, hoa.id));
    const order = {
      name: 'Máy',
      actions: ['data.read' as const],
      areaKeys: [caoXa.key],
      wideEmergency: false,
    };
    const expiresAt = world.clock.now() + 3_600_000;
    const { secret } = accepted(await world.apiTokens.create(hoa, { ...order, expiresAt, code: null }));
    accepted(await world.people.setDisabled(admin, hoa.id, true));
    accepted(await world.people.setDisabled(admin, hoa.id, false));
    expect(await world.apiTokens.whoIs(secret)).toBeNull();
    expect(verdictOf(await world.passwords.readLink(link.token))).toBe('410 PasswordLink_Spent');
    expect(await world.apiTokens.ofUser(hoa.id)).toMatchObject([{ revokedAt: world.clock.now() }]);
  });

  it('chooses a first password by the link, within a day, and then is no longer invited', async () => {
    const order = { username: 'hoa', displayName: 'Hòa', grants: [grant('viewer', caoXa)] };
    const { link, person } = accepted(await world.people.create(admin, order));
    expect(person.user.passwordSetAt).toBeNull();
    expect(accepted(await world.passwords.readLink(link.token)).user.username).toBe('hoa');
    accepted(await world.passwords.chooseByLink(link.token, 'một con ngựa đau cả tàu'));
    const { user } = await world.signIn('hoa', 'một con ngựa đau cả tàu');
    expect(user.passwordSetAt).toBe(world.clock.now());
    const late = accepted(await world.people.makeLink(admin, user.id));
    world.clock.set(world.clock.now() + 24 * 3_600_000);
    expect(verdictOf(await world.passwords.readLink(late.token))).toBe('410 PasswordLink_Spent');
  });

  it('spends a link once, of many at once, and every browser is signed out', async () => {
    const hoa = await world.add('hoa', grant('viewer', caoXa));
    const { token } = await world.signIn('hoa');
    const link = accepted(await world.people.makeLink(admin, hoa.id));
    const spent = await Promise.all(
      [1, 2, 3].map((index) => world.passwords.chooseByLink(link.token, `một con ngựa số ${index}`)),
    );
    expect(spent.map(verdictOf).sort()).toEqual(['410 PasswordLink_Spent', '410 PasswordLink_Spent', 'ok']);
    expect(await isIn(token)).toBe(false);
  });
});

describe('the own password', () => {
  it('changes with the current one, to another one, and leaves this browser alone signed in', async () => {
    const hoa = await world.add('hoa', grant('viewer', caoXa));
    const [here, there] = [await world.signIn('hoa'), await world.signIn('hoa')];
    const session = await world.browserSessions.whoIs(here.token);
    const change = async (current: string, next: string) =>
      verdictOf(await world.passwords.changeOwn(hoa, session?.sessionId ?? null, { current, next }));
    const current = hoa.passwordHash.slice(3);
    expect(await change('sai', 'một con ngựa đau cả tàu')).toBe('403 Password_Wrong');
    expect(await world.store.audit.last()).toMatchObject({ action: 'password.refused', actorName: 'hoa' });
    expect(await change(current, current)).toBe('422 Password_Same');
    expect(await change(current, 'một con ngựa đau cả tàu')).toBe('ok');
    expect([await isIn(here.token), await isIn(there.token)]).toEqual([true, false]);
  });
});
