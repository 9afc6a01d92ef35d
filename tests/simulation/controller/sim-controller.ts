import { sha256 } from '../../../controller/adapters/random.ts';
import { defaultDeviceSettings } from '../../../controller/app/devices/device-documents.ts';
import { createDirectory } from '../../../controller/app/directory/directory.ts';
import { createEventBus } from '../../../controller/app/event-bus.ts';
import type { AudioComposer } from '../../../controller/app/ports/audio.ts';
import type { Log, Random } from '../../../controller/app/ports/runtime.ts';
import type { Store } from '../../../controller/app/ports/store.ts';
import { createEngine, startEngine } from '../../../controller/composition/engine.ts';
import type { Sealing } from '../engine/sealing.ts';
import type { ControllerLink } from '../network/controller-link.ts';
import type { KeyDrawer } from './key-drawer.ts';
import { noAudio } from './no-audio.ts';
import type { ProcessLife } from './process-life.ts';

export type SimController = Awaited<ReturnType<typeof createSimController>>;

export const provenDays = 7;
/** How long before an occurrence its bulletins are approved. */
export const approvalCutOffMs = 30 * 60_000;

/** The controller's engine as the product puts it together, on ports of a virtual world. */
export const createSimController = async (deps: {
  life: ProcessLife;
  store: Store;
  link: ControllerLink;
  sealing: Sealing;
  keyDrawer: KeyDrawer;
  random: Random;
  log: Log;
  composer: AudioComposer;
  heartbeatIntervalMs: number;
  timeSyncIntervalMs: number;
}) => {
  const {
    life,
    store,
    link,
    sealing,
    keyDrawer,
    random,
    log,
    composer,
    heartbeatIntervalMs,
    timeSyncIntervalMs,
  } = deps;
  const directory = createDirectory({ store });
  await directory.load();
  const engine = await createEngine({
    store,
    directory,
    clock: life.clock,
    random,
    log,
    events: createEventBus({ log }),
    link,
    signers: keyDrawer.signers(),
    changedSigners: keyDrawer.watch(),
    digest: sha256,
    verify: sealing.verify,
    settings: {
      ...defaultDeviceSettings,
      heartbeatIntervalMs,
      timeSyncIntervalMs,
      // How close clocks come has tests of its own; here it would be most of what happens.
      startSyncIntervalMs: timeSyncIntervalMs,
      mediaBaseUrls: ['http://controller.example/media'],
    },
    provenDays,
    silentAfterMs: 3 * heartbeatIntervalMs,
    unreadyShare: 0.2,
    approvalCutOffMs,
    notifier: { notify: async () => undefined },
    composer,
    assetDir: '',
    pathOf: (hash) => hash,
    uploads: noAudio,
  });
  link.onMessage(engine.ingest.handle);
  await startEngine(engine);
  return { ...engine, directory, store };
};
