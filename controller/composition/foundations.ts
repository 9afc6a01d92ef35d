import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../adapters/clock.ts';
import { createCurrentActor } from '../adapters/current-actor.ts';
import { createKeyFiles } from '../adapters/key-files.ts';
import { readKeyPassphrase } from '../adapters/key-passphrase.ts';
import { createKeyProtection } from '../adapters/key-protection.ts';
import { systemRandom } from '../adapters/random.ts';
import { openSealing } from '../adapters/sealing.ts';
import { openSqliteStore } from '../adapters/store/sqlite.ts';
import { createDirectory, type Directory } from '../app/directory/directory.ts';
import { createKeyFolder, type KeyFolder } from '../app/documents/key-folder.ts';
import type { Signers } from '../app/documents/signing-keys.ts';
import { createEventBus } from '../app/event-bus.ts';
import type { CurrentActor } from '../app/ports/actor.ts';
import type { EventBus } from '../app/ports/events.ts';
import type { Clock, Log, Random } from '../app/ports/runtime.ts';
import type { Sealing } from '../app/ports/sealing.ts';
import type { AreaRow } from '../app/ports/store/areas.ts';
import type { Store } from '../app/ports/store.ts';
import type { Config } from '../config.ts';
import { installClips } from '../data/install-clips.ts';
import { loadAreas, loadPublishedFigures, loadStations } from '../data/load-areas.ts';
import { sweepUploads } from '../http/multipart-upload.ts';

/** The province this installation serves. */
const provinceCode = '25';

/** What everything else stands on: time, chance, disk, database, areas and keys. */
export type Foundations = Readonly<{
  clock: Clock;
  random: Random;
  log: Log;
  events: EventBus;
  actors: CurrentActor;
  folders: Readonly<Record<'assets' | 'incoming' | 'uploads' | 'keys' | 'photos', string>>;
  store: Store;
  directory: Directory;
  province: AreaRow;
  signers: Signers;
  keyFolder: KeyFolder;
  sealing: Sealing;
}>;

const makeFolders = async (dataDir: string): Promise<Foundations['folders']> => {
  const folders = {
    assets: join(dataDir, 'assets'),
    incoming: join(dataDir, 'incoming'),
    uploads: join(dataDir, 'uploads'),
    keys: join(dataDir, 'keys'),
    photos: join(dataDir, 'photos'),
  };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true, mode: 0o700 });
  // Half-written files of an earlier run that ended in the middle.
  for (const folder of [folders.uploads, folders.assets]) await sweepUploads(folder);
  return folders;
};

/** Opens what is on disk, and brings the shipped register of areas and stations into the database. */
export const layFoundations = async (config: Config, log: Log): Promise<Foundations> => {
  const folders = await makeFolders(config.dataDir);
  const clock = systemClock();
  const actors = createCurrentActor();
  const store = await openSqliteStore({
    path: join(config.dataDir, 'truyenthanh.db'),
    log,
    now: clock.now,
    actor: actors.currentActor,
  });
  await store.areas.put(loadAreas());
  await store.stations.put(loadStations());
  await store.stations.putFigures(loadPublishedFigures());
  await installClips({ store, assetDir: folders.assets, clock });
  const directory = createDirectory({ store });
  await directory.load();
  const province = directory.areas.byCode(provinceCode);
  if (!province) throw new Error(`The shipped areas lack the province ${provinceCode}.`);
  const hasSigned = (await store.documents.all()).length > 0;
  const files = createKeyFiles({ directory: folders.keys });
  const passphrase = await readKeyPassphrase(config.keyPassphrase);
  const keyFolder = createKeyFolder({ files, protection: createKeyProtection({ passphrase }), log });
  const signers = await keyFolder.open(hasSigned);
  return {
    clock,
    random: systemRandom(),
    log,
    events: createEventBus({ log }),
    actors,
    folders,
    store,
    directory,
    province,
    signers,
    keyFolder,
    sealing: await openSealing({ files, settings: store.settings, log }),
  };
};
