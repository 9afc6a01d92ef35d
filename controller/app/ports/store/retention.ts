/** Removes old history, a bounded step at a time; each tells how many rows went. */
export type RetentionStore = Readonly<{
  /** Intervals that ended before that. */
  forgetPresence: (before: number, most: number) => Promise<number>;
  /** Events of these devices that came before that; cursors stay. */
  forgetPlayEvents: (deviceIds: readonly string[], before: number) => Promise<number>;
  /** Rows planned before that. */
  forgetPlaybacks: (before: number, most: number) => Promise<number>;
  /** Incidents that were closed before that. */
  forgetIncidents: (before: number, most: number) => Promise<number>;
}>;
