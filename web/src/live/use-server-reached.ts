import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ProblemError } from '../api/problem.ts';

const isUnreachable = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.status === 0;

/** Whether the last question to the server was answered at all. */
export const useServerReached = (): boolean => {
  const client = useQueryClient();
  const [reached, setReached] = useState(true);
  useEffect(
    () =>
      client.getQueryCache().subscribe((event) => {
        if (event.type !== 'updated') return;
        const { action } = event;
        if (action.type === 'success') setReached(true);
        if ((action.type === 'failed' || action.type === 'error') && isUnreachable(action.error))
          setReached(false);
      }),
    [client],
  );
  return reached;
};
