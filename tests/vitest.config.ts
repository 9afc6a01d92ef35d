import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Integration tests that run controller and loudspeakers on the wall clock: one at a time. */
const wholeSystem = [
  'tests/integration/{main-job,announcements,device-fleet,start-together,kill-*}.test.ts',
] as const;
/** Minutes of sessions on air with something taken away: `npm run chaos`, not part of `npm test`. */
const chaos = ['tests/integration/chaos-*.test.ts'] as const;

// Groups run one after the other: what measures time, or fills two cores by itself, has the machine to itself.
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
          testTimeout: 10_000,
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
          exclude: [...wholeSystem, ...chaos],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: [...wholeSystem],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 150_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
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
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
