/** Pictures on disk, under the SHA-256 of their bytes. */
export type PhotoFiles = Readonly<{
  /** Durable when it returns; the same picture again costs nothing. */
  keep: (sha256: string, bytes: Uint8Array) => Promise<void>;
  /** Null when there is none. */
  read: (sha256: string) => Promise<Uint8Array<ArrayBuffer> | null>;
}>;
