import type { AuditPage } from '../../../controller/http/api-type.ts';
import { apiUrl, type Filter, getJson } from './client.ts';

export type AuditFilter = Filter<'area' | 'actor' | 'action' | 'subject' | 'from' | 'to'>;

export const createAuditCalls = () => ({
  audit: (filter: AuditFilter & Filter<'cursor'>, signal?: AbortSignal) =>
    getJson<AuditPage>(apiUrl('/audit', filter), signal),
});
