import { z } from 'zod';
import type { OneTimeCodes } from '../ports/one-time-codes.ts';
import type { Clock, Digest, Outcome, Random } from '../ports/runtime.ts';
import type { Sealing } from '../ports/sealing.ts';
import type { UserRow } from '../ports/store/users.ts';
import type { Store } from '../ports/store.ts';
import { tooManyAttempts } from '../too-many-attempts.ts';
import type { SignInAttempts } from './sign-in-limits.ts';
import { noteOf } from './sign-in-notes.ts';

const recoveryCodeCount = 10;
/** A secret that was shown and not confirmed is no longer worth anything. */
const beginLifetimeMs = 15 * 60_000;

/** The secret with its owner, so that nobody's sealed text serves in the row of another. */
const sealedContent = z.object({ userId: z.string(), secret: z.string() });

export type SecondFactors = Readonly<{
  isOn: (userId: string) => Promise<boolean>;
  recoveryCodesLeft: (userId: string) => Promise<number>;
  /** A new secret, which counts from `confirm` on and takes the place of an earlier one then. A restart forgets it. */
  begin: (user: UserRow) => Promise<{ secret: string; address: string }>;
  /** Proves that the telephone makes the right codes; gives the recovery codes, this once. */
  confirm: (user: UserRow, code: string) => Promise<Outcome<{ recoveryCodes: string[] }>>;
  /** Whether this is a code of the telephone or one of the recovery codes; either is used up by it. */
  check: (user: UserRow, code: string) => Promise<Outcome<null>>;
  renewRecoveryCodes: (user: UserRow) => Promise<string[]>;
  remove: (userId: string) => Promise<void>;
}>;

export const wrongCode = {
  code: 'SecondFactor_Wrong',
  vi: 'Mã không đúng hoặc đã dùng. Hãy nhập mã đang hiện trên điện thoại.',
  en: 'The code is wrong or was used. Enter the code that the telephone shows now.',
};
const notBegun = {
  code: 'SecondFactor_NotBegun',
  vi: 'Hãy quét mã QR trước.',
  en: 'Scan the QR code first.',
};
const unreadable = {
  code: 'SecondFactor_Unreadable',
  vi: 'Máy chủ không đọc được bước xác thực thứ hai của bạn. Hãy dùng mã dự phòng hoặc gọi người quản trị.',
  en: 'The server cannot read your second factor. Use a recovery code or call the administrator.',
};

/** As somebody types it: without groups, in either case. */
const plainCode = (code: string): string => code.replace(/[\s-]/g, '').toUpperCase();
const timedCode = /^\d{6}$/;

export const createSecondFactors = (deps: {
  store: Store;
  clock: Clock;
  random: Random;
  digest: Digest;
  sealing: Sealing;
  codes: OneTimeCodes;
  attempts: Pick<SignInAttempts, 'byCode'>;
}): SecondFactors => {
  const { store, clock, random, digest, sealing, codes, attempts } = deps;

  /** Shown to their owners and not confirmed yet. */
  const begun = new Map<string, Readonly<{ secret: string; until: number }>>();

  const secretOf = async (userId: string, sealed: string): Promise<string | null> => {
    const text = await sealing.unseal(sealed);
    if (text === null) return null;
    const content = sealedContent.parse(JSON.parse(text));
    return content.userId === userId ? content.secret : null;
  };
  const hashOf = (userId: string, code: string): string => digest(`${userId} ${plainCode(code)}`);

  const newRecoveryCodes = async (userId: string): Promise<string[]> => {
    const made = Array.from({ length: recoveryCodeCount }, () => random.claimCode());
    const hashes = made.map((code) => hashOf(userId, code));
    await store.secondFactors.replaceRecoveryCodes(userId, hashes);
    await store.audit.note({
      action: 'recovery-codes.made',
      subject: 'users',
      subjectId: userId,
      areaKey: null,
      fact: { count: made.length },
    });
    return made;
  };

  const spendTimedCode = async (userId: string, code: string): Promise<Outcome<null>> => {
    const factor = await store.secondFactors.get(userId);
    if (!factor) return { ok: false, status: 401, fault: wrongCode };
    const secret = await secretOf(userId, factor.sealedSecret);
    if (secret === null) return { ok: false, status: 503, fault: unreadable };
    const step = codes.stepOf(secret, code, clock.now());
    const isRight = step !== null && (await store.secondFactors.useStep(userId, step));
    return isRight ? { ok: true, value: null } : { ok: false, status: 401, fault: wrongCode };
  };

  const limited = async (userId: string, work: () => Promise<Outcome<null>>): Promise<Outcome<null>> => {
    const allowance = await attempts.byCode.begin(userId);
    if (!allowance.ok) return tooManyAttempts(allowance.retryAfterMs);
    const outcome = await work();
    if (outcome.ok) await attempts.byCode.succeed(userId);
    return outcome;
  };

  const isOn = async (userId: string): Promise<boolean> =>
    ((await store.secondFactors.get(userId))?.confirmedAt ?? null) !== null;

  return {
    isOn,
    recoveryCodesLeft: (userId) => store.secondFactors.countRecoveryCodes(userId),
    begin: async (user) => {
      const secret = codes.newSecret();
      begun.set(user.id, { secret, until: clock.now() + beginLifetimeMs });
      return { secret, address: codes.address(secret, user.username) };
    },
    confirm: async (user, code) => {
      const { id: userId } = user;
      const held = begun.get(userId);
      if (!held || held.until <= clock.now()) return { ok: false, status: 409, fault: notBegun };
      const outcome = await limited(userId, async () => {
        const lastStep = codes.stepOf(held.secret, plainCode(code), clock.now());
        if (lastStep === null) return { ok: false, status: 401, fault: wrongCode };
        const sealedSecret = await sealing.seal(JSON.stringify({ userId, secret: held.secret }));
        await store.transaction(async (tx) => {
          await tx.secondFactors.remove(userId);
          await tx.secondFactors.put({ userId, sealedSecret, confirmedAt: clock.now(), lastStep });
        });
        return { ok: true, value: null };
      });
      if (!outcome.ok) return outcome;
      begun.delete(userId);
      return { ok: true, value: { recoveryCodes: await newRecoveryCodes(userId) } };
    },
    check: (user, code) =>
      limited(user.id, async () => {
        if (timedCode.test(plainCode(code))) return spendTimedCode(user.id, plainCode(code));
        const isRight = await store.secondFactors.takeRecoveryCode(user.id, hashOf(user.id, code));
        if (!isRight) return { ok: false, status: 401, fault: wrongCode };
        await noteOf(store)('recovery-code.used', user);
        return { ok: true, value: null };
      }),
    renewRecoveryCodes: (user) => newRecoveryCodes(user.id),
    remove: (userId) => {
      begun.delete(userId);
      return store.secondFactors.remove(userId);
    },
  };
};
