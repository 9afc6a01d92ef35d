import { Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { asProblem } from '../api/problem.ts';
import { useT } from '../i18n/language.tsx';
import { commonWords } from '../words/common-words.ts';
import { ProblemAlert } from './problem-alert.tsx';

interface QueryViewProps<T> {
  readonly query: {
    readonly data: T | undefined;
    readonly error: Error | null;
    refetch(): unknown;
  };
  /** Shape of what is coming, so that nothing jumps when it comes. */
  readonly skeleton?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

const lasting: ReadonlySet<number> = new Set([403, 404, 410]);

/** Shows data once it is there. Data that is held stays on show when asking again fails: old beats none. */
export const QueryView = <T,>({ query, skeleton, children }: QueryViewProps<T>) => {
  const t = useT();
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) {
    const problem = asProblem(query.error);
    // To ask once more changes nothing about what is forbidden or gone.
    if (lasting.has(problem.status)) return <ProblemAlert problem={problem} />;
    return <ProblemAlert problem={problem} onRetry={() => void query.refetch()} />;
  }
  return (
    <div role="status" aria-label={t(commonWords.loading)}>
      {skeleton ?? (
        <Stack gap="sm">
          <Skeleton h={20} w="40%" />
          <Skeleton h={14} />
          <Skeleton h={14} w="80%" />
        </Stack>
      )}
    </div>
  );
};
