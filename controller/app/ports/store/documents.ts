export type DocumentRow = {
  topic: string;
  jws: string;
  version: number;
  issuedAt: number;
  expiresAt: number;
  /** False from the commit until the broker took it; such rows are published again at start. */
  published: boolean;
};

export type DocumentStore = Readonly<{
  get: (topic: string) => Promise<DocumentRow | null>;
  all: () => Promise<DocumentRow[]>;
  /** Stores the exact bytes, `published: false`. */
  put: (rows: readonly DocumentRow[]) => Promise<void>;
  markPublished: (versions: readonly { topic: string; version: number }[]) => Promise<void>;
}>;
