/**
 * A process for the durability test to kill: `tsx store-writer.ts <database> <first batch>`. It stores batch after
 * batch, one transaction each, and writes a batch's number to stdout only once its commit has returned.
 */
import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../controller/adapters/store/sqlite.ts';
import { silentLog } from './silent-log.ts';
import { batchOf } from './store-writer-batch.ts';

const [path, first] = process.argv.slice(2);
if (path === undefined || first === undefined) throw new Error('Names a database and a batch to begin with.');

const write = async (): Promise<never> => {
  const store = await openSqliteStore({ path, log: silentLog });
  for (let batch = Number(first); ; batch += 1) {
    const { playbacks, events, cursor } = batchOf(batch);
    await store.transaction(async (tx) => {
      await tx.playbacks.insert(playbacks);
      await tx.spools.append(events, [cursor]);
      await tx.settings.put('last', String(batch));
    });
    writeSync(1, `${batch}\n`);
  }
};
void write();
