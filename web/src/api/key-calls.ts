import type { KeysState } from '../../../controller/http/api-type.ts';
import { apiUrl, getJson } from './client.ts';

export const createKeyCalls = () => ({
  keys: (signal?: AbortSignal) => getJson<KeysState>(apiUrl('/keys'), signal),
});
