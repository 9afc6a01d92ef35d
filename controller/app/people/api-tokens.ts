import { type Action, type Grant, narrowed } from '../../domain/permissions.ts';
import type { Directory } from '../directory/directory.ts';
import type { Clock, Digest, Outcome, Random } from '../ports/runtime.ts';
import type { ApiTokenRow } from '../ports/store/api-tokens.ts';
import type { UserRow } from '../ports/store/users.ts';
import type { Store } from '../ports/store.ts';
import { isWithin, mayIn } from './authority.ts';
import type { Endings } from './endings.ts';
import type { SecondFactors } from './second-factor.ts';

const dayMs = 24 * 60 * 60 * 1_000;
const longestMs = 366 * dayMs;
const mostTokens = 20;
/** How exact `lastUsedAt` is: not each request writes. */
const touchEveryMs = 60_000;
export const tokenPrefix = 'tt_';

/** Never in the hands of a machine: it could make itself anybody. */
export const neverForTokens: readonly Action[] = ['people.write'];

export type TokenOrder = Readonly<{
  name: string;
  actions: Action[];
  areaKeys: string[];
  wideEmergency: boolean;
  expiresAt: number;
  /** Of the second factor; needed for a wide emergency alone. */
  code: string | null;
}>;

/** Who acts by a token: its owner, with no more than the token may. */
export type TokenHolder = Readonly<{
  token: ApiTokenRow;
  owner: UserRow;
  user: UserRow;
  mayAlarmWidely: boolean;
}>;

export type ApiTokens = Readonly<{
  /** The secret is told this once. */
  create: (owner: UserRow, order: TokenOrder) => Promise<Outcome<{ token: ApiTokenRow; secret: string }>>;
  ofUser: (userId: string) => Promise<ApiTokenRow[]>;
  revoke: (userId: string, id: string) => Promise<Outcome<null>>;
  /** Who acts by this secret: the owner with his present rights, narrowed to the token's. Null when it is worth nothing. */
  whoIs: (secret: string) => Promise<TokenHolder | null>;
}>;

const unknownToken = {
  code: 'Token_Unknown',
  vi: 'Không có mã truy cập này.',
  en: 'There is no such token.',
};
const beyondOwner = {
  code: 'Token_BeyondOwner',
  vi: 'Mã truy cập không được làm nhiều hơn chính bạn, và không bao giờ được quản lý tài khoản.',
  en: 'A token may do no more than you, and never administer accounts.',
};
const badExpiry = {
  code: 'Token_BadExpiry',
  vi: 'Hạn dùng của mã truy cập phải ở tương lai và không quá một năm.',
  en: 'A token expires in the future, within one year.',
};
const tooMany = {
  code: 'Token_TooMany',
  vi: `Mỗi tài khoản có nhiều nhất ${mostTokens} mã truy cập còn hiệu lực. Hãy thu hồi mã không dùng nữa.`,
  en: `An account has at most ${mostTokens} tokens in force. Revoke those no longer used.`,
};
const codeNeeded = {
  code: 'Token_CodeNeeded',
  vi: 'Cho máy phát khẩn cấp rộng hơn một xã cần mã xác thực trên điện thoại của bạn.',
  en: 'Letting a machine start emergencies beyond one commune needs a code of your second factor.',
};

export const createApiTokens = (deps: {
  store: Store;
  directory: Directory;
  clock: Clock;
  random: Random;
  digest: Digest;
  secondFactors: SecondFactors;
  endings: Endings;
}): ApiTokens => {
  const { store, directory, clock, random, digest, secondFactors, endings } = deps;

  const isInForce = (token: ApiTokenRow): boolean =>
    token.revokedAt === null && token.expiresAt > clock.now();

  const grantsOf = (owner: UserRow, token: ApiTokenRow): Grant[] => {
    const actions = token.actions.filter((action) => !neverForTokens.includes(action));
    return narrowed(owner.grants, { actions, areaKeys: token.areaKeys }, isWithin(directory));
  };

  const isWithinOwner = (owner: UserRow, { actions, areaKeys, wideEmergency }: TokenOrder): boolean =>
    !actions.some((action) => neverForTokens.includes(action)) &&
    (!wideEmergency || actions.includes('announcements.emergency')) &&
    areaKeys.every(
      (areaKey) =>
        directory.areas.get(areaKey) !== undefined &&
        actions.every((action) => mayIn(directory, owner.grants, action, areaKey)),
    );

  return {
    create: async (owner, order) => {
      const now = clock.now();
      if (order.expiresAt <= now || order.expiresAt > now + longestMs)
        return { ok: false, status: 422, fault: badExpiry };
      if (!isWithinOwner(owner, order)) return { ok: false, status: 403, fault: beyondOwner };
      if ((await store.apiTokens.ofUser(owner.id)).filter(isInForce).length >= mostTokens)
        return { ok: false, status: 409, fault: tooMany };
      if (order.wideEmergency) {
        if (order.code === null || !(await secondFactors.isOn(owner.id)))
          return { ok: false, status: 403, fault: codeNeeded };
        const checked = await secondFactors.check(owner, order.code);
        if (!checked.ok) return checked;
      }
      const secret = `${tokenPrefix}${random.secret()}`;
      const { name, actions, areaKeys, wideEmergency, expiresAt } = order;
      const token: ApiTokenRow = {
        id: random.id('tok'),
        userId: owner.id,
        name,
        tokenHash: digest(secret),
        actions: [...new Set(actions)],
        areaKeys: [...new Set(areaKeys)],
        wideEmergency,
        createdAt: now,
        expiresAt,
        lastUsedAt: null,
        revokedAt: null,
      };
      await store.apiTokens.put(token);
      return { ok: true, value: { token, secret } };
    },

    ofUser: (userId) => store.apiTokens.ofUser(userId),

    revoke: async (userId, id) => {
      const token = (await store.apiTokens.ofUser(userId)).find((one) => one.id === id);
      if (!token) return { ok: false, status: 404, fault: unknownToken };
      await store.apiTokens.put({ ...token, revokedAt: token.revokedAt ?? clock.now() });
      endings.end([id]);
      return { ok: true, value: null };
    },

    whoIs: async (secret) => {
      const token = await store.apiTokens.byHash(digest(secret));
      if (!token || !isInForce(token)) return null;
      const owner = await store.users.byId(token.userId);
      if (!owner || owner.disabledAt !== null) return null;
      const now = clock.now();
      if (now - (token.lastUsedAt ?? 0) >= touchEveryMs) await store.apiTokens.touch(token.id, now);
      return {
        token,
        owner,
        user: { ...owner, grants: grantsOf(owner, token) },
        mayAlarmWidely: token.wideEmergency && (await secondFactors.isOn(owner.id)),
      };
    },
  };
};
