import type { Store } from '../app/ports/store.ts';
import type { Readable } from './readable.ts';

/**
 * Enters in the audit trail that many rows are being read out, before the first of them leaves. It is told in the
 * area that was asked for, or in the uppermost of the reader; what is read of the whole province, to the province.
 */
export const noteExport = (
  store: Pick<Store, 'audit'>,
  taken: Readonly<{
    /** `audit`: what is read, and the first half of the action. */
    subject: string;
    format: string;
    /** What was asked for. */
    query: Readonly<Record<string, unknown>> & Readonly<{ area?: string | undefined }>;
    readable: Pick<Readable, 'within'>;
  }>,
): Promise<void> => {
  const { subject, format, query, readable } = taken;
  return store.audit.note({
    action: `${subject}.export`,
    subject,
    subjectId: format,
    areaKey: readable.within(query.area)?.[0] ?? null,
    fact: query,
  });
};
