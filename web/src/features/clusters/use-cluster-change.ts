import { useMutation, useQueryClient } from '@tanstack/react-query';

/** After anything done to a cluster everything about clusters is old. */
export const useClusterChange = <Input, Output>(work: (input: Input) => Promise<Output>) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSuccess: async () => {
      await Promise.all(
        ['cluster', 'clusters', 'cluster-history', 'cluster-sites'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      );
    },
  });
};
