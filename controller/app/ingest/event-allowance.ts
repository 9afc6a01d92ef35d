import type { Clock } from '../ports/runtime.ts';

/**
 * How many new play events a device may have stored. Each makes a row that is kept for years; one stolen receiver could
 * make millions a day, and a full disk silences a province.
 */
export type EventAllowance = Readonly<{ mayStore: (deviceId: string, events: number) => boolean }>;

/** Its whole ring comes at once after a restored backup, and again under another name from a formatted card. */
const atOnce = 20_000;
/** A busy receiver plays some ten items a day. */
const perHour = 500;
const hourMs = 60 * 60 * 1_000;

export const createEventAllowance = ({ clock }: { clock: Pick<Clock, 'now'> }): EventAllowance => {
  const taken = new Map<string, { events: number; at: number }>();
  return {
    mayStore: (deviceId, events) => {
      const now = clock.now();
      const last = taken.get(deviceId);
      // A clock that is set back takes nothing away.
      const returned = last ? (Math.max(0, now - last.at) / hourMs) * perHour : 0;
      const before = Math.max(0, (last?.events ?? 0) - returned);
      const mayStore = before + events <= atOnce;
      taken.set(deviceId, { events: mayStore ? before + events : before, at: now });
      return mayStore;
    },
  };
};
