import type {
  ApiTokens,
  BrowserSessions,
  CreateApiToken,
  CreatedApiToken,
  CreatedPerson,
  Me,
  People,
  Person,
  PersonLink,
  SecondFactorSecret,
  SignInCodeOwed,
} from '../../../controller/http/api-type.ts';
import { apiUrl, type Filter, getJson, sendEmpty, sendJson, sendPlain } from './client.ts';

const id = encodeURIComponent;
type RecoveryCodes = { recoveryCodes: string[] };
export type PersonGrants = readonly Readonly<{
  role: Person['grants'][number]['role'];
  areaCode: string;
}>[];

/** Signing in, the own account, and the accounts of others. */
export const createPeopleCalls = () => ({
  /** Who has signed in; or that a code is owed first. */
  signIn: (username: string, password: string) =>
    sendJson<Me | SignInCodeOwed>('POST', apiUrl('/sign-in'), { username, password }),
  giveCode: (code: string) => sendJson<Me>('POST', apiUrl('/sign-in/code'), { code }),
  signOut: () => sendPlain('POST', apiUrl('/sign-out')),
  readPasswordLink: (token: string, signal?: AbortSignal) =>
    sendJson<{ username: string; displayName: string; expiresAt: string }>(
      'POST',
      apiUrl('/password-links/read'),
      { token },
      signal,
    ),
  choosePassword: (token: string, password: string) =>
    sendEmpty('POST', apiUrl('/password-links/choose'), { token, password }),

  changePassword: (current: string, next: string) =>
    sendEmpty('PUT', apiUrl('/me/password'), { current, next }),
  beginSecondFactor: (password: string | null) =>
    sendJson<SecondFactorSecret>('POST', apiUrl('/me/second-factor'), password === null ? {} : { password }),
  confirmSecondFactor: (code: string) =>
    sendJson<RecoveryCodes>('POST', apiUrl('/me/second-factor/confirm'), { code }),
  renewRecoveryCodes: (password: string) =>
    sendJson<RecoveryCodes>('POST', apiUrl('/me/second-factor/recovery-codes'), { password }),
  removeSecondFactor: (password: string) =>
    sendEmpty('POST', apiUrl('/me/second-factor/remove'), { password }),
  ownSessions: (signal?: AbortSignal) => getJson<BrowserSessions>(apiUrl('/me/sessions'), signal),
  endOwnSession: (sessionId: string) => sendPlain('DELETE', apiUrl(`/me/sessions/${id(sessionId)}`)),
  endOtherSessions: () => sendPlain('DELETE', apiUrl('/me/sessions')),
  ownTokens: (signal?: AbortSignal) => getJson<ApiTokens>(apiUrl('/me/tokens'), signal),
  createToken: (token: CreateApiToken) => sendJson<CreatedApiToken>('POST', apiUrl('/me/tokens'), token),
  revokeToken: (tokenId: string) => sendPlain('DELETE', apiUrl(`/me/tokens/${id(tokenId)}`)),

  people: (filter: Filter<'search'>, signal?: AbortSignal) =>
    getJson<People>(apiUrl('/people', filter), signal),
  createPerson: (person: { username: string; displayName: string; grants: PersonGrants }) =>
    sendJson<CreatedPerson>('POST', apiUrl('/people'), person),
  changePerson: (personId: string, changes: { displayName?: string; grants?: PersonGrants }) =>
    sendJson<Person>('PATCH', apiUrl(`/people/${id(personId)}`), changes),
  setPersonDisabled: (personId: string, isDisabled: boolean) =>
    sendJson<Person>('POST', apiUrl(`/people/${id(personId)}/${isDisabled ? 'disable' : 'enable'}`), {}),
  removePersonSecondFactor: (personId: string) =>
    sendJson<Person>('POST', apiUrl(`/people/${id(personId)}/remove-second-factor`), {}),
  makePasswordLink: (personId: string) =>
    sendJson<PersonLink>('POST', apiUrl(`/people/${id(personId)}/password-link`), {}),
  personSessions: (personId: string, signal?: AbortSignal) =>
    getJson<BrowserSessions>(apiUrl(`/people/${id(personId)}/sessions`), signal),
  endPersonSessions: (personId: string) => sendPlain('DELETE', apiUrl(`/people/${id(personId)}/sessions`)),
});
