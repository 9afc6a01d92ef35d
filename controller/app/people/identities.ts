import type { Directory } from '../directory/directory.ts';
import type { ApiTokenRow } from '../ports/store/api-tokens.ts';
import type { UserRow } from '../ports/store/users.ts';
import { type ApiTokens, tokenPrefix } from './api-tokens.ts';
import { mayAlarmWidely } from './authority.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import type { SecondFactors } from './second-factor.ts';

/** Who sends a request, and by what: a signed-in browser, or a machine with a token. */
export type Identity = Readonly<{
  /** With the rights that count for this request: those of a token are narrower than its owner's. */
  user: UserRow;
  /** Name of the sign-in or token among `endings`. */
  endsWith: string;
  /** Null for a machine. */
  sessionId: string | null;
  token: ApiTokenRow | null;
  /** Nothing but the own account is open before a second factor is set up. */
  owesSecondFactor: boolean;
  /** Whether an emergency may go beyond one commune, where the rights allow it. */
  mayAlarmWidely: boolean;
}>;

export type Identities = Readonly<{
  /** Null for a secret that is worth nothing. */
  ofBrowser: (token: string) => Promise<Identity | null>;
  ofMachine: (secret: string) => Promise<Identity | null>;
  mustHaveSecondFactor: (user: UserRow) => boolean;
  /** Must have one, and has not. */
  owesSecondFactor: (user: UserRow) => Promise<boolean>;
}>;

export const createIdentities = (deps: {
  directory: Directory;
  sessions: BrowserSessions;
  apiTokens: ApiTokens;
  secondFactors: SecondFactors;
  secondFactor: 'required' | 'optional';
}): Identities => {
  const { directory, sessions, apiTokens, secondFactors, secondFactor } = deps;
  const mustHaveSecondFactor = (user: UserRow): boolean =>
    secondFactor === 'required' && mayAlarmWidely(directory, user.grants);
  const owesSecondFactor = async (user: UserRow): Promise<boolean> =>
    mustHaveSecondFactor(user) && !(await secondFactors.isOn(user.id));

  return {
    mustHaveSecondFactor,
    owesSecondFactor,
    ofBrowser: async (token) => {
      const found = await sessions.whoIs(token);
      if (!found) return null;
      const { user, sessionId } = found;
      return {
        user,
        sessionId,
        endsWith: sessionId,
        token: null,
        owesSecondFactor: await owesSecondFactor(user),
        mayAlarmWidely: true,
      };
    },
    ofMachine: async (secret) => {
      const holder = secret.startsWith(tokenPrefix) ? await apiTokens.whoIs(secret) : null;
      if (!holder) return null;
      return {
        user: holder.user,
        sessionId: null,
        endsWith: holder.token.id,
        token: holder.token,
        owesSecondFactor: await owesSecondFactor(holder.owner),
        mayAlarmWidely: holder.mayAlarmWidely,
      };
    },
  };
};
