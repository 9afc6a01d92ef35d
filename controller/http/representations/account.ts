import { z } from '@hono/zod-openapi';
import { longestPassword } from '../../domain/password.ts';
import { actions, roles } from '../../domain/permissions.ts';
import { areaCode, areaRef, instant } from './common.ts';
import { line } from './text.ts';

/** As long as it is given; whether it may be chosen is said by a sentence of its own. */
export const password = z
  .string()
  .min(1)
  .max(longestPassword * 4);
const code = z.string().min(1).max(32);
const secret = z.string().min(1).max(128);

export const signInRequest = z
  .strictObject({ username: z.string().min(1).max(64), password })
  .openapi('SignInRequest');
export const codeRequest = z.strictObject({ code }).openapi('SecondFactorCode');
export const codeOwed = z
  .object({ step: z.literal('code'), expiresAt: z.string() })
  .openapi('SignInCodeOwed');

export const readPasswordLink = z.strictObject({ token: secret }).openapi('ReadPasswordLink');
export const passwordLinkOwner = z
  .object({ username: z.string(), displayName: z.string(), expiresAt: z.string() })
  .openapi('PasswordLinkOwner');
export const choosePassword = z.strictObject({ token: secret, password }).openapi('ChoosePassword');

export const changePassword = z.strictObject({ current: password, next: password }).openapi('ChangePassword');
export const ownPassword = z.strictObject({ password }).openapi('OwnPassword');
/** The password is asked for where there is something to lose. */
export const beginSecondFactor = z
  .strictObject({ password: password.optional() })
  .openapi('BeginSecondFactor');
export const secondFactorSecret = z
  .object({ secret: z.string(), address: z.string() })
  .openapi('SecondFactorSecret');
export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) }).openapi('RecoveryCodes');

export const browserSession = z
  .object({
    id: z.string(),
    /** As far as the browser tells; null where it does not. */
    browser: z.string().nullable(),
    system: z.string().nullable(),
    address: z.string().nullable(),
    since: z.string(),
    lastUsedAt: z.string(),
    /** The one that asks. */
    isThis: z.boolean(),
  })
  .openapi('BrowserSession');
export type BrowserSession = z.infer<typeof browserSession>;
export const browserSessions = z.object({ items: z.array(browserSession) }).openapi('BrowserSessions');

const action = z.enum(actions);
export const createToken = z
  .strictObject({
    name: line(64),
    actions: z.array(action).min(1).max(actions.length),
    areaCodes: z.array(areaCode).min(1).max(50),
    wideEmergency: z.boolean().default(false),
    expiresAt: instant,
    /** The own one, where the account has one: a browser left open must not make a key for a year. */
    password: password.optional(),
    /** Of the second factor; needed for a wide emergency alone. */
    code: code.optional(),
  })
  .openapi('CreateApiToken');
export const apiToken = z
  .object({
    id: z.string(),
    name: z.string(),
    actions: z.array(action),
    areas: z.array(areaRef),
    wideEmergency: z.boolean(),
    createdAt: z.string(),
    expiresAt: z.string(),
    lastUsedAt: z.string().nullable(),
    state: z.enum(['active', 'expired', 'revoked']),
  })
  .openapi('ApiToken');
export type ApiToken = z.infer<typeof apiToken>;
export const apiTokens = z.object({ items: z.array(apiToken) }).openapi('ApiTokens');
export const createdToken = z.object({ token: apiToken, secret: z.string() }).openapi('CreatedApiToken');

export const grant = z.object({ role: z.enum(roles), area: areaRef });
export const me = z
  .object({
    user: z.object({
      id: z.string(),
      username: z.string(),
      displayName: z.string(),
      /** Where the page opens: the widest area that the account has a role in. */
      area: areaRef,
      grants: z.array(grant),
    }),
    /** What the account may do, and in which areas with everything below them. */
    permissions: z.array(z.object({ action, areaCodes: z.array(areaCode) })),
    /** `owed`: nothing but the own account is open before it is set up. */
    secondFactor: z.enum(['on', 'off', 'owed']),
    recoveryCodesLeft: z.number().int(),
    /** Whether its owner has chosen one. */
    hasPassword: z.boolean(),
    /** True when invented clusters, history and faults are in the database. */
    demo: z.boolean(),
    /** Only in the demo: until when the simulated network is cut. */
    networkCutUntil: z.string().nullable(),
    serverTime: z.string(),
  })
  .openapi('Me');
export type Me = z.infer<typeof me>;
export type ApiTokens = z.infer<typeof apiTokens>;
export type BrowserSessions = z.infer<typeof browserSessions>;
export type CreateApiToken = z.input<typeof createToken>;
export type CreatedApiToken = z.infer<typeof createdToken>;
export type SecondFactorSecret = z.infer<typeof secondFactorSecret>;
export type SignInCodeOwed = z.infer<typeof codeOwed>;
