import { runWorld } from './run-world.ts';
import { createWorld } from './world.ts';
const communes = Number(process.argv[2] ?? 1), days = Number(process.argv[3] ?? 1);
for (const seed of (process.argv[4] ?? '2').split(',').map(Number)) {
const c0 = process.cpuUsage(); const t0 = performance.now();
const world = await createWorld({ seed, communes, mostDevices: 4, recordings: 10, startAt: Date.parse('2026-11-23T03:00:00+07:00'), heartbeatIntervalMs: 1_800_000, timeSyncIntervalMs: 7_200_000, pace: 10, isEmbedded: seed % 2 === 0 }, { keepsTrace: process.argv.includes('--trace') });
const t1 = performance.now();
await runWorld(world, { days, deedsADay: 10, troublesADay: 20, settleMs: 6 * 3_600_000 });
const c = process.cpuUsage(c0);
console.log({ devices: world.devices.length, setup: t1 - t0, wall: performance.now() - t1, cpuMs: (c.user + c.system) / 1000, turns: world.time.turns(), failures: world.failures.length, digest: world.trace.digest().slice(0, 12) });
console.log(world.failures.slice(0, 3), world.devices.map((d) => d.journal.sounds.length).join(' '));
if (process.argv.includes('--trace')) console.log(world.trace.lines('').join('\n'));
}
