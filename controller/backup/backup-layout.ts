import { z } from 'zod';

export const databaseFile = 'truyenthanh.db';
export const checksumsFile = 'SHA256SUMS';
export const manifestFile = 'manifest.json';
/** Folders that hold private keys. */
export const keyFolders = ['keys', 'tls'] as const;

export const manifest = z.object({
  format: z.literal('truyenthanh-backup/1'),
  createdAt: z.iso.datetime(),
  assets: z.int(),
  /** Audio that the database names and that was not there, or damaged. */
  missingAssets: z.array(z.string()),
  /** Key files left out, since whoever holds them could speak through every loudspeaker. */
  keysLeftOut: z.array(z.string()),
});
export type Manifest = z.infer<typeof manifest>;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Whether somebody who finds this file can use a key with it: neither public nor protected by a passphrase. */
export const isBareKey = (name: string, text: string): boolean => {
  if (name.endsWith('.pem')) return text.includes('PRIVATE KEY');
  const value = parsed(text);
  const isProtected = typeof value === 'object' && value !== null && 'format' in value;
  return !isProtected && !name.endsWith('.public.jwk.json');
};
