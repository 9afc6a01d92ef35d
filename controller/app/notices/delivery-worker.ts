import { giveUpAfterMs, pauseAfter } from '../../domain/delivery-schedule.ts';
import type { NoticeSenders, SendingSetup, SendResult } from '../ports/notice-senders.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import type { Sealing } from '../ports/sealing.ts';
import type { Delivery, DeliveryRow } from '../ports/store/deliveries.ts';
import type { Store } from '../ports/store.ts';

/** At once in all, and on one lane: an end that hangs occupies its own lane and no other. */
const mostAtOnce = 16;
const mostPerLane = 4;
const giveUpEveryMs = 60_000;
const retryStoreAfterMs = 5_000;
/** After a rotation both secrets sign, so that the receiver can be changed without a gap. */
const secretOverlapMs = 24 * 60 * 60_000;

const absent = { ok: false, next: 'gone', fault: 'absent' } as const;
const failedHere = { ok: false, next: 'later', fault: 'internal' } as const;

export type DeliveryWorker = Readonly<{
  start: () => void;
  /** Resolves when nothing is on its way any more. */
  stop: () => Promise<void>;
  /** Something new may be due. */
  wake: () => void;
}>;

/**
 * Takes what has to leave here from the database and hands it over, again and again until it is taken or a day is
 * over. A delivery is marked as sent after the other side took it: after a crash in between it is sent once more,
 * under the same id.
 */
export const createDeliveryWorker = (deps: {
  store: Store;
  senders: NoticeSenders;
  setup: Pick<SendingSetup, 'mode'>;
  sealing: Pick<Sealing, 'unseal'>;
  clock: Clock;
  /** In [0, 1). */
  chance: () => number;
  log: Log;
  /** Somebody should know: nothing went through for a day. */
  onGivenUp: (lanes: readonly { lane: string; target: string }[], at: number) => void;
}): DeliveryWorker => {
  const { store, senders, setup, sealing, clock, chance, log, onGivenUp } = deps;
  const inFlight = new Map<string, number>();
  const paused = new Map<string, { until: number; failures: number }>();
  const sending = new Set<Promise<void>>();
  let isRunning = false;
  let pumping: Promise<void> | null = null;
  let isAskedAgain = false;
  let cancelTimer: (() => void) | null = null;
  let cancelGivingUp: (() => void) | null = null;

  const attempt = async ({ channel, target, notice }: Delivery): Promise<SendResult> => {
    // Nothing leaves, so nobody need be there to take it.
    if (setup.mode === 'outbox') return { ok: true };
    if (channel === 'push') {
      const endpoint = await store.noticeSettings.pushEndpoint(target);
      return endpoint ? senders.push(endpoint, notice) : absent;
    }
    if (channel === 'email') {
      const email = (await store.noticeSettings.preferences([target]))[0]?.email;
      return email ? senders.email(email, notice) : absent;
    }
    const webhook = await store.noticeSettings.webhook(target);
    if (!webhook || webhook.disabledAt !== null) return absent;
    const isOverlap = webhook.rotatedAt !== null && clock.now() - webhook.rotatedAt < secretOverlapMs;
    const sealed = [webhook.secret, ...(isOverlap && webhook.previousSecret ? [webhook.previousSecret] : [])];
    const secrets = (await Promise.all(sealed.map(sealing.unseal))).flatMap((secret) => secret ?? []);
    if (secrets.length === 0) return { ok: false, next: 'later', fault: 'unsealed' };
    return senders.webhook(webhook, secrets, notice);
  };

  const rowAfter = (row: DeliveryRow, result: SendResult, now: number): DeliveryRow => {
    const attempts = row.attempts + 1;
    if (result.ok) return { ...row, attempts, state: 'sent', fault: null, doneAt: now };
    const { fault } = result;
    if (result.next === 'later')
      return { ...row, attempts, fault, nextAt: Math.ceil(now + pauseAfter(attempts, chance())) };
    return { ...row, attempts, fault, state: result.next === 'gone' ? 'gone' : 'failed', doneAt: now };
  };

  const followLane = (lane: string, result: SendResult, now: number): void => {
    if (result.ok || result.next !== 'later') {
      paused.delete(lane);
      return;
    }
    const held = paused.get(lane);
    // Of those that failed together only the first is counted.
    if (held && held.until > now) return;
    const failures = (held?.failures ?? 0) + 1;
    paused.set(lane, { failures, until: Math.ceil(now + pauseAfter(failures, chance())) });
  };

  const send = async (delivery: Delivery): Promise<void> => {
    const { notice, ...row } = delivery;
    let result: SendResult;
    try {
      result = await attempt(delivery);
    } catch (error) {
      log.error({ err: error, deliveryId: row.id, channel: row.channel }, 'A notice could not be sent');
      result = failedHere;
    }
    const now = clock.now();
    if (!result.ok)
      log.warn(
        { deliveryId: row.id, lane: row.lane, type: notice.type, fault: result.fault, next: result.next },
        'A notice was not taken',
      );
    followLane(row.lane, result, now);
    await store.transaction(async (tx) => {
      await tx.deliveries.put(rowAfter(row, result, now));
      if (result.ok || result.next !== 'gone') return;
      // Nobody there any more: what else waits for it need not be tried.
      await tx.deliveries.forget(row.target, now);
      if (row.channel === 'push') await tx.noticeSettings.removePushEndpoint(row.target);
    });
  };

  const begin = (delivery: Delivery): void => {
    const { lane } = delivery;
    inFlight.set(lane, (inFlight.get(lane) ?? 0) + 1);
    const done = send(delivery)
      .catch((error: unknown) => {
        // Sent or not, the row says that it waits: it is tried again.
        log.error({ err: error, deliveryId: delivery.id }, 'What became of a notice was not stored');
        paused.set(lane, { failures: 1, until: clock.now() + retryStoreAfterMs });
      })
      .finally(() => {
        sending.delete(done);
        const left = (inFlight.get(lane) ?? 1) - 1;
        if (left > 0) inFlight.set(lane, left);
        else inFlight.delete(lane);
        wake();
      });
    sending.add(done);
  };

  const busyLanes = (now: number): string[] => [
    ...inFlight.keys(),
    ...[...paused].flatMap(([lane, { until }]) => (until > now ? lane : [])),
  ];

  const pump = async (): Promise<void> => {
    const now = clock.now();
    const free = mostAtOnce - sending.size;
    if (free > 0) {
      const due = await store.deliveries.due({
        now,
        busyLanes: busyLanes(now),
        perLane: mostPerLane,
        limit: free,
      });
      for (const delivery of due) begin(delivery);
    }
    const busy = busyLanes(now);
    const nextAt = sending.size < mostAtOnce ? await store.deliveries.nextAt(busy) : null;
    const pauses = [...paused.values()].flatMap(({ until }) => (until > now ? until : []));
    const wakeAt = Math.min(nextAt ?? Number.POSITIVE_INFINITY, ...pauses);
    cancelTimer?.();
    cancelTimer = null;
    if (isRunning && Number.isFinite(wakeAt))
      cancelTimer = clock.after(Math.min(Math.max(wakeAt - clock.now(), 0), giveUpEveryMs), wake);
  };

  const wake = (): void => {
    if (!isRunning) return;
    if (pumping) {
      isAskedAgain = true;
      return;
    }
    pumping = pump()
      .catch((error: unknown) => {
        log.error({ err: error }, 'Notices on their way out could not be read');
        cancelTimer = clock.after(retryStoreAfterMs, wake);
      })
      .finally(() => {
        pumping = null;
        if (!isAskedAgain) return;
        isAskedAgain = false;
        wake();
      });
  };

  const giveUp = async (): Promise<void> => {
    const now = clock.now();
    const lanes = await store.deliveries.giveUp(now - giveUpAfterMs, now);
    if (lanes.length === 0) return;
    log.error({ lanes: lanes.map(({ lane }) => lane) }, 'Notices were not taken for a day and are given up');
    onGivenUp(lanes, now);
  };

  return {
    start: () => {
      isRunning = true;
      cancelGivingUp = clock.every(giveUpEveryMs, () => {
        giveUp().catch((error: unknown) => log.error({ err: error }, 'Old notices could not be given up'));
      });
      wake();
    },
    stop: async () => {
      isRunning = false;
      cancelGivingUp?.();
      await pumping;
      cancelTimer?.();
      await Promise.all(sending);
      cancelTimer?.();
    },
    wake,
  };
};
