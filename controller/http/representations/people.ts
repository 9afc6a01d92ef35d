import { z } from '@hono/zod-openapi';
import { roles } from '../../domain/permissions.ts';
import { grant } from './account.ts';
import { areaCode } from './common.ts';
import { line } from './text.ts';

const displayName = line(100);
const grants = z
  .array(z.strictObject({ role: z.enum(roles), areaCode }))
  .min(1)
  .max(50);

export const createPerson = z
  .strictObject({
    username: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{1,31}$/, '2–32 characters of a–z, 0–9, dot, hyphen, underscore'),
    displayName,
    grants,
  })
  .openapi('CreatePerson');
export const changePerson = z
  .strictObject({ displayName: displayName.optional(), grants: grants.optional() })
  .openapi('ChangePerson');

export const person = z
  .object({
    id: z.string(),
    username: z.string(),
    displayName: z.string(),
    grants: z.array(grant),
    /** `invited`: nobody has chosen a password yet. */
    state: z.enum(['active', 'invited', 'disabled']),
    hasSecondFactor: z.boolean(),
    /** Whether whoever asks may change this account. */
    mayChange: z.boolean(),
    createdAt: z.string(),
  })
  .openapi('Person');
export type Person = z.infer<typeof person>;
export const people = z.object({ items: z.array(person) }).openapi('People');
export const passwordLink = z
  .object({
    /** Of this server's page, with the secret behind `#`, which browsers do not send. */
    path: z.string(),
    expiresAt: z.string(),
  })
  .openapi('PasswordLink');
export const createdPerson = z.object({ person, link: passwordLink }).openapi('CreatedPerson');
export type People = z.infer<typeof people>;
export type PasswordLink = z.infer<typeof passwordLink>;
export type CreatedPerson = z.infer<typeof createdPerson>;
