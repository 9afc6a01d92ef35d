import { queryOptions } from '@tanstack/react-query';
import type { Api } from './api.ts';

export const keysQuery = (api: Api) =>
  queryOptions({ queryKey: ['keys'], queryFn: ({ signal }) => api.keys(signal) });
