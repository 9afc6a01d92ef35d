import { queryOptions } from '@tanstack/react-query';
import type { KeysState } from '../../../controller/http/api-type.ts';
import type { Api } from './api.ts';
import { apiUrl, getJson } from './client.ts';

export const createKeyCalls = () => ({
  keys: (signal?: AbortSignal) => getJson<KeysState>(apiUrl('/keys'), signal),
});

export const keysQuery = (api: Api) =>
  queryOptions({ queryKey: ['keys'], queryFn: ({ signal }) => api.keys(signal) });
