import type * as fs from 'node:fs';
import type * as promises from 'node:fs/promises';

/** How much the disk still takes. Set it to 0 for a full one, and up again for one that was tidied. */
export type Room = { bytes: number };

const noSpace = (): NodeJS.ErrnoException =>
  Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

const bytesOf = (data: unknown): Buffer =>
  typeof data === 'string'
    ? Buffer.from(data)
    : data instanceof Uint8Array
      ? Buffer.from(data)
      : Buffer.alloc(0);

/** What fits of the data, and whether that is all of it; the room shrinks by what was taken. */
const take = (room: Room, data: unknown) => {
  const bytes = bytesOf(data);
  const part = bytes.subarray(0, Math.max(0, room.bytes));
  room.bytes -= part.length;
  return { part, isAll: part.length === bytes.length };
};

/** `node:fs` on a small disk: a write that does not fit leaves what fits behind, and fails, as a real one does. */
export const onSmallDisk = (real: typeof fs, room: Room): Partial<typeof fs> => ({
  writeFileSync: (file, data, options) => {
    const { part, isAll } = take(room, data);
    real.writeFileSync(file, isAll ? data : part, options);
    if (!isAll) throw noSpace();
  },
});

/** The same for `node:fs/promises`. */
export const onSmallDiskLater = (real: typeof promises, room: Room): Partial<typeof promises> => ({
  writeFile: async (file, data, options) => {
    const { part, isAll } = take(room, data);
    await real.writeFile(file, part, options);
    if (!isAll) throw noSpace();
  },
  open: async (...args) => {
    const handle = await real.open(...args);
    const write = handle.writeFile.bind(handle);
    handle.writeFile = async (data, options) => {
      const { part, isAll } = take(room, data);
      await write(part, options);
      if (!isAll) throw noSpace();
    };
    return handle;
  },
});
