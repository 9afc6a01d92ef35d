import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Area } from '../../../../controller/http/api-type.ts';
import { useApi, useServerNow } from '../../api/api-context.tsx';
import { sessionPreviewQuery } from '../../api/queries.ts';
import { useT } from '../../i18n/language.tsx';
import { SaveWarnings } from './save-warnings.tsx';
import { createSessionInput, type SessionForm, startOf } from './session-form-state.ts';
import { sessionWords } from './session-words.ts';

/** Typing rests for so long before the controller is asked. */
const REST_MS = 500;
const MINUTE_MS = 60_000;

interface SessionConflictsProps {
  readonly form: SessionForm;
  readonly areas: readonly Area[];
  readonly home: string;
}

/** Who would give way to whom, before anything is saved. */
export const SessionConflicts = ({ form, areas, home }: SessionConflictsProps) => {
  const t = useT();
  const now = useServerNow(MINUTE_MS);
  // Within a minute the same question, so that it is asked once.
  const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const input = useMemo(
    () => createSessionInput(form, { now: minute, areas, home }),
    [form, minute, areas, home],
  );
  const [rested] = useDebouncedValue(input, REST_MS);
  const [target] = form.targets;
  const preview = useQuery({
    ...sessionPreviewQuery(useApi(), rested),
    enabled: rested.targets.length > 0 && rested.title !== '',
  });
  if (!preview.data || target === undefined) return null;
  return (
    <SaveWarnings
      title={t(sessionWords.conflicts)}
      warnings={preview.data.warnings}
      areaCode={target}
      date={startOf(form, minute).date}
    />
  );
};
