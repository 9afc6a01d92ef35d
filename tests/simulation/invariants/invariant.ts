import type { DeviceJournal, Sound } from '../journal.ts';
import type { World } from '../world.ts';

/** Something that must never happen, and did. */
export type Violation = Readonly<{ invariant: string; at: number; who: string; sentence: string }>;

/** Judges a world at the end of its run, from what was seen from outside; it changes nothing. */
export type Invariant = Readonly<{
  name: string;
  judge: (world: World, tell: (at: number, who: string, sentence: string) => void) => void | Promise<void>;
}>;

/** Slack for the milliseconds between an instant and the step that answers it. */
const slackMs = 500;

/** How far this sound may lie from where it was meant to, by the device's own word about its clock. */
export const slackOf = (
  { spooled }: DeviceJournal,
  sound: Pick<Sound, 'itemId' | 'from'> & Partial<Sound>,
): number => {
  let bound: number | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  for (const { at, event } of spooled) {
    if (event.type !== 'started' || event.itemId !== sound.itemId) continue;
    const distance = Math.abs(at - sound.from);
    if (distance < nearest) [bound, nearest] = [event.clockErrorMs, distance];
  }
  // A better exchange between commitment and start moves nothing that was committed.
  return slackMs + Math.max(bound ?? 60_000, sound.boundMs ?? 0);
};

const dateAndTime = (at: number): string => new Date(at + 7 * 3_600_000).toISOString().slice(5, 23);

export const describe = ({ invariant, at, who, sentence }: Violation): string =>
  `${invariant} · ${dateAndTime(at)} · ${who} · ${sentence}`;
