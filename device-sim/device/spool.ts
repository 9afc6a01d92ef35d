import { type PlaybackAckDocument, type PlayEvent, topics } from '#protocol';
import type { Spool } from './state.ts';
import { backoff, log, random, type Turn, update } from './turn.ts';

/** Events of one moment travel together, and a province that starts together does not report together. */
const gatherMs = 500;
const answerTimeoutMs = 10_000;
const maxRetryMs = 300_000;
const batchSize = 200;
/** The ring gives way in steps, so that a shell can drop whole files. */
const dropStep = 64;

const setSpool = (turn: Turn, patch: Partial<Spool>): void =>
  update(turn, { spool: { ...turn.state.spool, ...patch } });

const hasUnacked = ({ nextSeq, ackedSeq }: Spool): boolean => ackedSeq < nextSeq - 1;

/** Sends what is not acknowledged after `delayMs`, unless it is to be sent sooner anyway. */
export const scheduleSending = (turn: Turn, delayMs: number): void => {
  const { spool } = turn.state;
  if (!hasUnacked(spool)) {
    setSpool(turn, { sendAt: null, tries: 0 });
    return;
  }
  const sendAt = turn.ownNow + delayMs;
  setSpool(turn, {
    sendAt: spool.tries === 0 && spool.sendAt !== null ? Math.min(spool.sendAt, sendAt) : sendAt,
  });
};

type Draft<T> = T extends PlayEvent ? Omit<T, 'seq'> : never;

/**
 * Numbers an event and puts it on the disk. When the ring is full the oldest events give way, acknowledged
 * or not; the controller learns of lost ones by a `gap`.
 */
export const record = (turn: Turn, draft: Draft<PlayEvent>): void => {
  const { spool, settings } = turn.state;
  const event: PlayEvent = { ...draft, seq: spool.nextSeq };
  turn.effects.push({ type: 'append', spoolId: spool.spoolId, events: [event] });
  setSpool(turn, { nextSeq: spool.nextSeq + 1 });
  if (event.seq - spool.oldestSeq + 1 >= settings.spoolCapacity + dropStep) {
    const before = event.seq + 1 - settings.spoolCapacity;
    turn.effects.push({ type: 'drop-events', spoolId: spool.spoolId, before });
    setSpool(turn, { oldestSeq: before });
    if (before - 1 > spool.ackedSeq) log(turn, 'warn', 'Spool overflow: play events lost', { before });
  }
  if (turn.state.spool.tries === 0) scheduleSending(turn, gatherMs * (1 + 2 * random(turn)));
};

/**
 * A batch of what the ring still has of [fromSeq, toSeq]. A `gap` stands in for what it has lost: it takes
 * the last lost sequence number, so that numbers stay consecutive. After a hole further on the batch ends;
 * the next one begins with its gap.
 */
export const batchOf = (
  found: readonly PlayEvent[],
  { fromSeq, toSeq, at }: { fromSeq: number; toSeq: number; at: number },
): PlayEvent[] => {
  const firstFound = found[0]?.seq ?? toSeq + 1;
  const batch: PlayEvent[] =
    firstFound > fromSeq ? [{ type: 'gap', seq: firstFound - 1, at, firstLost: fromSeq }] : [];
  for (const event of found) {
    const last = batch.at(-1);
    if (batch.length >= batchSize || (last && event.seq !== last.seq + 1)) break;
    batch.push(event);
  }
  return batch;
};

export const sendIfDue = (turn: Turn): void => {
  const { spool, link, settings } = turn.state;
  if (link !== 'ready' || spool.sendAt === null || turn.ownNow < spool.sendAt) return;
  // Every event carries a true time, and so must a gap.
  if (turn.time.now === null) {
    setSpool(turn, { sendAt: turn.ownNow + answerTimeoutMs });
    return;
  }
  const fromSeq = spool.ackedSeq + 1;
  turn.effects.push({
    type: 'send-events',
    topic: topics.playback(settings.deviceId),
    spoolId: spool.spoolId,
    fromSeq,
    toSeq: Math.min(spool.nextSeq - 1, Math.max(fromSeq, spool.oldestSeq) + batchSize - 1),
    at: Math.round(turn.time.now),
  });
  const wait = backoff(turn, answerTimeoutMs * 2, spool.tries, maxRetryMs);
  setSpool(turn, { sendAt: turn.ownNow + wait, tries: spool.tries + 1 });
};

/**
 * The controller's cursor, up or down: one that has been restored from a backup has a lower one and gets
 * everything since again, from the ring.
 */
export const onAck = (turn: Turn, ack: PlaybackAckDocument): void => {
  const { spool } = turn.state;
  if (ack.spoolId !== spool.spoolId) return;
  if (ack.seq < spool.ackedSeq)
    log(turn, 'info', 'Rewinding the spool', { from: spool.ackedSeq, to: ack.seq });
  if (ack.seq >= spool.nextSeq) {
    // The disk has lost its tail. Numbers that were used once are never used again, so what was written under
    // them since then moves on behind them; an event that is stored already does no harm twice.
    const { spoolId, nextSeq, ackedSeq } = spool;
    log(turn, 'warn', 'Spool is behind the controller', { nextSeq, acked: ack.seq });
    turn.effects.push({ type: 'renumber-events', spoolId, fromSeq: ackedSeq + 1, by: ack.seq - ackedSeq });
    turn.effects.push({ type: 'drop-events', spoolId, before: ack.seq + 1 });
    setSpool(turn, { nextSeq: nextSeq + ack.seq - ackedSeq, oldestSeq: ack.seq + 1 });
  }
  setSpool(turn, { ackedSeq: ack.seq, tries: 0, sendAt: null });
  scheduleSending(turn, 0);
};
