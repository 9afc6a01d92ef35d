import type { Clock, Digest, Outcome, Random } from '../ports/runtime.ts';
import type { UserRow } from '../ports/store/users.ts';
import type { Store } from '../ports/store.ts';

const lifetimeMs = 24 * 60 * 60 * 1_000;
/** Where the page chooses a password; the secret stands behind `#`, which browsers send to no server. */
export const passwordLinkPath = (token: string): string => `/chon-mat-khau#${token}`;

export type PasswordLink = Readonly<{ token: string; expiresAt: number }>;

export type PasswordLinks = Readonly<{
  /** A link by which somebody chooses a new password, once and within a day; earlier ones are void. */
  make: (userId: string) => Promise<PasswordLink>;
  /** Whom a link is for; it is not spent by looking. */
  read: (token: string) => Promise<Outcome<{ user: UserRow; expiresAt: number }>>;
  voidAll: (inStore: Store, userId: string) => Promise<void>;
}>;

export const linkIsSpent = {
  code: 'PasswordLink_Spent',
  vi: 'Liên kết đã dùng hoặc hết hạn. Hãy xin người quản trị một liên kết mới.',
  en: 'This link was used or has expired. Ask the administrator for a new one.',
};

export const createPasswordLinks = (deps: {
  store: Store;
  clock: Pick<Clock, 'now'>;
  random: Random;
  digest: Digest;
}): PasswordLinks => {
  const { store, clock, random, digest } = deps;

  const voidAll: PasswordLinks['voidAll'] = async (inStore, userId) => {
    const links = await inStore.signIns.ofUser(userId, 'password-link', clock.now());
    await inStore.signIns.remove(links.map(({ id }) => id));
  };

  return {
    voidAll,
    make: async (userId) => {
      const [token, now] = [random.secret(), clock.now()];
      const expiresAt = now + lifetimeMs;
      await store.transaction(async (tx) => {
        await voidAll(tx, userId);
        await tx.audit.note({
          action: 'password-link.made',
          subject: 'users',
          subjectId: userId,
          areaKey: null,
          fact: { expiresAt },
        });
        await tx.signIns.put({
          id: random.id('sin'),
          kind: 'password-link',
          tokenHash: digest(token),
          userId,
          createdAt: now,
          lastUsedAt: now,
          expiresAt,
          address: null,
          device: null,
        });
      });
      return { token, expiresAt };
    },
    read: async (token) => {
      const link = await store.signIns.get('password-link', digest(token), clock.now());
      const user = link && (await store.users.byId(link.userId));
      if (!link || !user || user.disabledAt !== null) return { ok: false, status: 410, fault: linkIsSpent };
      return { ok: true, value: { user, expiresAt: link.expiresAt } };
    },
  };
};
