import type { AudioJobs } from '../../../controller/app/bulletins/audio-jobs.ts';
import type { IncomingFiles } from '../../../controller/app/bulletins/bulletins.ts';
import type { AudioProcessor } from '../../../controller/app/ports/audio.ts';

const refuse = (): never => {
  throw new Error('No audio is processed in this world: its assets come ready.');
};

const processor: AudioProcessor = { probe: async () => refuse(), process: async () => refuse() };

const incoming: IncomingFiles = {
  keep: async () => refuse(),
  path: (name) => name,
  remove: async () => undefined,
  sweep: async () => undefined,
};

const jobs: AudioJobs = {
  enqueue: () => refuse(),
  cancel: async () => false,
  progress: () => null,
  stop: async () => undefined,
};

/** What the bulletins' use cases need for uploads, which this world has none of. */
export const noAudio = { processor, incoming, createJobs: () => jobs };
