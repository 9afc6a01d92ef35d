import { syslogMessage } from '../../domain/syslog-message.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import type { SyslogSink } from '../ports/syslog.ts';

/** Sends the audit trail on to a security operations centre, every entry at least once and in order. */
export type AuditForwarding = Readonly<{ start: () => Promise<void>; stop: () => Promise<void> }>;

const cursorName = 'syslog:cursor';
const lookEveryMs = 1_000;
const perTurn = 200;
/** TCP tells of a broken connection late: what left is thought to have arrived when nothing broke for so long. */
const arrivedAfterMs = 30_000;
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

export const createAuditForwarding = (deps: {
  store: Pick<Store, 'audit' | 'settings'>;
  sink: SyslogSink;
  host: string;
  clock: Clock;
  log: Log;
}): AuditForwarding => {
  const { store, sink, host, clock } = deps;
  const log = deps.log.child({ component: 'syslog' });
  /** Entries up to here have arrived, and are never sent again. */
  let arrived = 0;
  let sent = 0;
  let underway: { seq: number; at: number }[] = [];
  let failures = 0;
  let isRunning = false;
  let cancel: (() => void) | null = null;
  let working: Promise<void> = Promise.resolve();

  const remember = async (seq: number): Promise<void> => {
    if (seq <= arrived) return;
    await store.settings.put(cursorName, String(seq));
    arrived = seq;
    underway = underway.filter((one) => one.seq > seq);
  };

  const sendAgain = (): void => {
    sent = arrived;
    underway = [];
  };

  /** True when there may be more at once. */
  const sendSome = async (): Promise<boolean> => {
    if (sink.takeLoss()) sendAgain();
    const over = underway.filter(({ at }) => clock.now() - at >= arrivedAfterMs).at(-1);
    if (over) await remember(over.seq);
    const entries = await store.audit.following(sent, perTurn);
    const last = entries.at(-1);
    if (!last) return false;
    const { mostBytes } = sink;
    await sink.send(entries.map((entry) => syslogMessage(entry, { host, mostBytes })));
    sent = last.seq;
    underway.push({ seq: sent, at: clock.now() });
    return entries.length === perTurn;
  };

  const again = (delayMs: number): void => {
    cancel = isRunning ? clock.after(delayMs, run) : null;
  };

  const turn = async (): Promise<void> => {
    try {
      const isMore = await sendSome();
      if (failures > 0) log.info({ sent }, 'The syslog receiver takes entries again');
      failures = 0;
      again(isMore ? 0 : lookEveryMs);
    } catch (error) {
      sendAgain();
      if (failures === 0) {
        log.warn({ err: error }, 'The syslog receiver takes no entries; they wait and are sent later');
      }
      again(Math.min(longestRetryMs, firstRetryMs * 2 ** failures));
      failures += 1;
    }
  };

  const run = (): void => {
    working = turn();
  };

  return {
    start: async () => {
      arrived = Number((await store.settings.get(cursorName)) ?? 0);
      sent = arrived;
      isRunning = true;
      run();
    },
    stop: async () => {
      isRunning = false;
      cancel?.();
      await working;
      if ((await sink.close()) && sent > arrived) await remember(sent);
    },
  };
};
