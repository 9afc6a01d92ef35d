import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AuditTip } from '../app/ports/audit-tip.ts';

export const auditTipName = 'audit-tip.json';

const trailEnd = z.object({ seq: z.int().min(1), hash: z.string().regex(/^[0-9a-f]{64}$/) });

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** A file beside the database; a reader finds the one before or the new one, whole. */
export const auditTipFile = (dataDir: string): AuditTip => {
  const path = join(dataDir, auditTipName);
  return {
    read: async () => {
      try {
        return trailEnd.parse(JSON.parse(await readFile(path, 'utf8')));
      } catch (error) {
        if (isMissing(error)) return null;
        throw new Error(`${path} cannot be read, which says how far the audit trail went.`, { cause: error });
      }
    },
    write: async ({ seq, hash }) => {
      const part = `${path}.${randomBytes(6).toString('hex')}`;
      const handle = await open(part, 'wx', 0o600);
      try {
        await handle.writeFile(`${JSON.stringify({ seq, hash })}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(part, path);
    },
  };
};
