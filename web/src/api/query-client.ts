import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ProblemError } from './problem.ts';

const isStatus = (error: unknown, status: number): boolean =>
  error instanceof ProblemError && error.problem.status === status;

/** A refusal stays a refusal; only a missing answer or a fault of the server is worth asking again. */
const mayRetry = (failures: number, error: Error): boolean =>
  failures < 2 &&
  (!(error instanceof ProblemError) || error.problem.status === 0 || error.problem.status >= 500);

export const createQueryClient = (): QueryClient => {
  const client = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        // The sign-in has ended: asking who is signed in brings the page to the sign-in form.
        if (isStatus(error, 401) && query.queryKey[0] !== 'me')
          void client.resetQueries({ queryKey: ['me'] });
      },
    }),
    defaultOptions: {
      queries: { staleTime: 5_000, retry: mayRetry, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
  return client;
};
