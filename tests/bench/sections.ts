import type { BenchSection } from './bench-row.ts';

/** Every subject that is measured, in the order of the report. Modules load when they run: memory is measured too. */
export const sections: readonly BenchSection[] = [
  {
    name: 'publish',
    title: 'Publishing: from a change to signed programs, stored and handed over',
    run: async (options) => (await import('./publish.ts')).benchPublish(options),
  },
  {
    name: 'applied',
    title: 'Applied: from a change to the last loudspeaker that has the program in force',
    run: async (options) => (await import('./applied.ts')).benchApplied(options),
  },
  {
    name: 'announcement',
    title: 'Announcement: from the HTTP request to the last loudspeaker that sounds',
    run: async (options) => (await import('./announcement.ts')).benchAnnouncement(options),
  },
  {
    name: 'start-together',
    title: 'Starting together: how far apart loudspeakers begin that are to begin at one instant',
    run: async (options) => (await import('./start-together.ts')).benchStartTogether(options),
  },
  {
    name: 'broker',
    title: 'Broker: reconnecting herd, memory and fan-out beside aedes alone',
    run: async (options) => (await import('./broker.ts')).benchBroker(options),
  },
  {
    name: 'heartbeats',
    title: 'Heartbeats: rate with durable last-seen, and lag of the event loop',
    run: async (options) => (await import('./heartbeats.ts')).benchHeartbeats(options),
  },
  {
    name: 'fleet',
    title: 'Simulated loudspeakers: memory of each beside a bare MQTT client',
    run: async (options) => (await import('./fleet.ts')).benchFleet(options),
  },
  {
    name: 'store',
    title: 'Store: batches and queries through the port',
    run: async (options) => (await import('./store.ts')).benchStore(options),
  },
  {
    name: 'coverage',
    title: 'Coverage: the report of the province, from evidence to figures',
    run: async (options) => (await import('./coverage.ts')).benchCoverage(options),
  },
  {
    name: 'audio',
    title: 'Audio: five minutes of stereo, from the upload to the asset',
    run: async (options) => (await import('./audio.ts')).benchAudio(options),
  },
  {
    name: 'media',
    title: 'Media: many loudspeakers fetch the same few files at once',
    run: async (options) => (await import('./media.ts')).benchMedia(options),
  },
];
