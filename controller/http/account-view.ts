import type { Context } from 'hono';
import type { Directory } from '../app/directory/directory.ts';
import type { Whence } from '../app/people/browser-sessions.ts';
import type { Identities } from '../app/people/identities.ts';
import type { SecondFactors } from '../app/people/second-factor.ts';
import type { Clock } from '../app/ports/runtime.ts';
import type { SignInRow } from '../app/ports/store/sign-ins.ts';
import type { UserRow } from '../app/ports/store/users.ts';
import { actions, areasFor } from '../domain/permissions.ts';
import { areaRefOf } from './area-ref.ts';
import type { NetworkCut } from './demo.ts';
import { deviceWords } from './device-words.ts';
import type { BrowserSession, Me } from './representations/account.ts';
import { iso, isoOrNull } from './representations/time.ts';
import type { RemoteAddress } from './this-machine.ts';

export type AccountViewDeps = Readonly<{
  identities: Pick<Identities, 'owesSecondFactor'>;
  secondFactors: Pick<SecondFactors, 'isOn' | 'recoveryCodesLeft'>;
  directory: Directory;
  clock: Clock;
  /** Null outside the demo. */
  networkCut: NetworkCut | null;
}>;

export const whenceOf = (c: Context, remoteAddress: RemoteAddress): Whence => ({
  address: remoteAddress(c)?.replace(/^::ffff:(?=\d+\.)/, '') ?? null,
  device: c.req.header('user-agent') ?? null,
});

export const viewSession = (row: SignInRow, ownId: string | null): BrowserSession => ({
  id: row.id,
  ...deviceWords(row.device),
  address: row.address,
  since: iso(row.createdAt),
  lastUsedAt: iso(row.lastUsedAt),
  isThis: row.id === ownId,
});

export const createAccountView = (deps: AccountViewDeps) => {
  const { identities, secondFactors, directory, clock, networkCut } = deps;
  /** The one with the fewest areas above it. */
  const widestOf = ({ grants }: UserRow): string => {
    const depth = (key: string): number => directory.areas.ancestors(key).length;
    const [widest] = grants.map(({ areaKey }) => areaKey).sort((a, b) => depth(a) - depth(b));
    return widest ?? directory.areas.atLevel('province')[0]?.key ?? '';
  };
  const secondFactorOf = async (user: UserRow): Promise<Me['secondFactor']> => {
    if (await secondFactors.isOn(user.id)) return 'on';
    return (await identities.owesSecondFactor(user)) ? 'owed' : 'off';
  };
  return async (user: UserRow): Promise<Me> => ({
    user: {
      id: user.id,
      username: user.username,
      displayName: user.displayName,
      area: areaRefOf(directory, widestOf(user)),
      grants: user.grants.map(({ role, areaKey }) => ({ role, area: areaRefOf(directory, areaKey) })),
    },
    permissions: actions.flatMap((action) => {
      const areaCodes = areasFor(user.grants, action).map((key) => areaRefOf(directory, key).code);
      return areaCodes.length > 0 ? [{ action, areaCodes }] : [];
    }),
    secondFactor: await secondFactorOf(user),
    recoveryCodesLeft: await secondFactors.recoveryCodesLeft(user.id),
    hasPassword: user.passwordSetAt !== null,
    demo: networkCut !== null,
    networkCutUntil: isoOrNull(networkCut?.until() ?? null),
    serverTime: iso(clock.now()),
  });
};
