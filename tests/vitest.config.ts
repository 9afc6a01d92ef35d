import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Replaces modules of Node: shares none with other files. */
const ownModules = ['tests/unit/device-sim/shell/full-disk.test.ts'] as const;
/** Measures milliseconds between loudspeakers: alone on the machine. */
const alone = ['tests/integration/start-together.test.ts'] as const;
/** Processes on the wall clock: mostly waiting, as the browser's path through the demo beside them. */
const wholeSystem = [
  'tests/integration/{main-job,announcements,device-fleet,attacks-documents,key-ceremony}.test.ts',
  'tests/integration/kill-*.test.ts',
] as const;
/** Minutes of sessions on air with something taken away: `npm run chaos`, not part of `npm test`. */
const chaos = ['tests/integration/chaos-*.test.ts'] as const;

// Groups run one after the other, so that what fills two cores does not meet what keeps to the clock.
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    // The default leaves one of two cores idle.
    maxWorkers: 2,
    reporters: ['default', './tests/support/closing-line-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          exclude: [...ownModules],
          // Half of the time went by loading the same modules for each file.
          isolate: false,
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'own-modules',
          include: [...ownModules],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'simulation',
          include: ['tests/simulation/**/*.test.ts'],
          testTimeout: 120_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          exclude: [...alone, ...wholeSystem, ...chaos],
          pool: 'forks',
          // Half of the time of each goes by waiting for processes and sockets.
          maxWorkers: 3,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: [...alone],
          pool: 'forks',
          testTimeout: 150_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: [...wholeSystem],
          pool: 'forks',
          maxWorkers: 3,
          testTimeout: 150_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: 'chaos',
          include: [...chaos],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 150_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 4 },
        },
      },
      {
        extends: true,
        test: {
          name: 'full',
          include: ['tests/full/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 5 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          pool: 'forks',
          maxWorkers: 3,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
