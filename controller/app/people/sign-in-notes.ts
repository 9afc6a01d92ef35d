import type { UserRow } from '../ports/store/users.ts';
import type { Store } from '../ports/store.ts';

/**
 * Enters in the audit trail how people come in and go: facts that are no row of a table. Guesses at names that
 * nobody has are not entered: whoever sends millions of them must not fill a trail that forgets nothing.
 */
export const noteOf =
  (store: Store) =>
  (action: string, user: Pick<UserRow, 'id' | 'username'>, fact?: Readonly<Record<string, unknown>>) =>
    store.audit.note({
      action,
      subject: 'users',
      subjectId: user.id,
      areaKey: null,
      actor: { kind: 'user', name: user.username },
      ...(fact ? { fact } : {}),
    });
