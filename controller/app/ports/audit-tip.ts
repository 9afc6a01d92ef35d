/** Up to which entry a trail goes, and that entry's hash. */
export type TrailEnd = Readonly<{ seq: number; hash: string }>;

/** How far the trail was signed, kept apart from the database: whoever changes that alone is found out. */
export type AuditTip = Readonly<{
  /** Null before the first, and after a restore. */
  read: () => Promise<TrailEnd | null>;
  write: (end: TrailEnd) => Promise<void>;
}>;
