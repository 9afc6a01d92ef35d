import type { Me } from '../../../controller/http/api-type.ts';

type Action = Me['permissions'][number]['action'];

/** Whether the account may do it anywhere; the server says no where it may not. */
export const mayDo = (me: Me, action: Action): boolean =>
  me.permissions.some((permission) => permission.action === action);
