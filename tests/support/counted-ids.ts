/** Ids that order as they were made: `inc_000001`, `inc_000002`, ... */
export const countedIds = (): { id: (prefix: string) => string } => {
  let made = 0;
  return {
    id: (prefix) => {
      made += 1;
      return `${prefix}_${String(made).padStart(6, '0')}`;
    },
  };
};
