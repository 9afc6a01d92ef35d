import { proveClock } from '#protocol';
import { type Attempt, recoverLedger } from './disk.ts';
import { loadDocuments } from './documents.ts';
import type { DeviceEvent } from './event.ts';
import { initialState } from './state.ts';
import { log, reconsiderTime, type Turn, update } from './turn.ts';

/** The stretch that the power cut ended, as far as the last checkpoint tells. What had ended before keeps its cause. */
const cutByPower = (attempt: Attempt): Attempt => ({
  ...attempt,
  playedMs: attempt.playedMs + attempt.checkpointMs,
  checkpointMs: 0,
  cutBy: attempt.cutBy ?? 'power',
});

/** Power on: takes up what the disk holds; nothing of it counts until its signature is checked again. */
export const boot = (turn: Turn, event: Extract<DeviceEvent, { type: 'booted' }>): void => {
  const { disk, clockKept, freshSpoolId } = event;
  const { settings, random } = turn.state;
  const born = initialState(settings, random);
  const ledger = recoverLedger(disk);
  const attempts = Object.entries(ledger.attempts).map(([id, attempt]) => [id, cutByPower(attempt)] as const);
  const lastOnDisk = disk.spoolTail.at(-1)?.seq ?? 0;
  const samples = clockKept ? disk.clockSamples : [];
  const proof = proveClock(samples, settings.driftPpm);
  const spool = disk.spool ?? { spoolId: freshSpoolId, nextSeq: 1, oldestSeq: 1, ackedSeq: 0 };
  turn.state = {
    ...born,
    bootedAt: turn.ownNow,
    heartbeatAt: turn.ownNow,
    clock: { ...born.clock, samples, proof, savedAt: turn.ownNow, requestAt: turn.ownNow },
    ledger: { ...ledger, attempts: Object.fromEntries(attempts) },
    cached: new Set(disk.cached),
    seen: { ...born.seen, command: disk.commandVersion },
    retired: disk.retired,
    keysHeld: { version: disk.keysHeld.version, since: turn.ownNow, beforeMs: disk.keysHeld.ms },
    spool: { ...spool, nextSeq: Math.max(spool.nextSeq, lastOnDisk + 1), sendAt: null, tries: 0 },
  };
  reconsiderTime(turn);
  log(turn, 'info', 'Booted', { documents: Object.keys(disk.documents).length, cached: disk.cached.length });
  loadDocuments(turn, disk.documents);
  if (!disk.spool) update(turn, { stateAt: turn.ownNow });
};
