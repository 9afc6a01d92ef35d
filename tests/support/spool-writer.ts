import { createFileDisk } from '../../device-sim/shell/device-disk.ts';
import { silentLog } from './silent-log.ts';

// A process of its own, to be killed: appends play events and says so on its standard output.
const [, , folder = ''] = process.argv;
const disk = createFileDisk({ folder, durable: false, log: silentLog });
const spool = disk.spool('spool-1');

const write = (from: number): void => {
  for (let seq = from; seq < from + 50; seq += 1) {
    spool.append([
      {
        type: 'started',
        seq,
        itemId: `item-${seq}`,
        at: 1_700_000_000_000 + seq,
        clockErrorMs: 5,
        positionMs: 0,
      },
    ]);
  }
  process.stdout.write(`${from + 49}\n`, () => setImmediate(write, from + 50));
};
write(1);
