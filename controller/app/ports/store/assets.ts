import type { AssetInfo } from '#protocol';

export type AssetRow = AssetInfo & {
  sha256: string;
  loudnessLufs: number;
  truePeakDbtp: number;
  peaks: number[];
  createdAt: number;
};

export type AssetStore = Readonly<{
  get: (sha256: string) => Promise<AssetRow | null>;
  many: (sha256s: readonly string[]) => Promise<AssetRow[]>;
  put: (asset: AssetRow) => Promise<void>;
  /** Named by an approved bulletin, a plan item, or made for announcements: may be served without signing in. */
  isServable: (sha256: string) => Promise<boolean>;
  /** Areas of the bulletins that have this audio, approved or not. */
  areasOf: (sha256: string) => Promise<string[]>;
}>;
