/** In which order the priority items of one commune and local date go; what it does not name follows by start. */
export type PriorityOrderRow = {
  areaKey: string;
  date: string;
  itemIds: string[];
  updatedBy: string;
  updatedAt: number;
};

export type PriorityOrderStore = Readonly<{
  /** Both dates included. */
  between: (query: {
    areaKeys: readonly string[];
    fromDate: string;
    toDate: string;
  }) => Promise<PriorityOrderRow[]>;
  put: (order: PriorityOrderRow) => Promise<void>;
}>;
