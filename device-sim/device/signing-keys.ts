import { type KeysDocument, type SigningKey, topics } from '#protocol';
import { type Turn, update } from './turn.ts';

/** A list may have been on its way for so long. */
const slackMs = 3_600_000;

/** A list from the disk goes on where it was; another one begins. */
export const beginToHold = (turn: Turn, version: number): void => {
  if (turn.state.keysHeld.version === version) return;
  update(turn, { keysHeld: { version, since: turn.ownNow, beforeMs: 0 } });
};

/** How long the list has been held with power, by the own clock. */
export const keysHeldMs = ({ state, ownNow }: Turn): number =>
  state.keysHeld.beforeMs + Math.max(0, ownNow - state.keysHeld.since);

/**
 * A list ends at its instant, and after its lifetime in the device's hands: who has a stolen key that it names, and
 * the broker, may turn the clock back as far as the list's issue, again and again.
 */
const isOver = (turn: Turn, { issuedAt, expiresAt }: KeysDocument): boolean => {
  const { trusted, now } = turn.time;
  return (trusted && now !== null && expiresAt <= now) || keysHeldMs(turn) > expiresAt - issuedAt + slackMs;
};

/**
 * The keys that may vouch for a document on `topic`. A list past its end vouches for nothing new, so that a
 * leaked key cannot live on by withholding its revocation; what was held before stays, also after a reboot.
 */
export const signingKeys = (turn: Turn, topic: string): readonly SigningKey[] => {
  const { held, loading } = turn.state;
  const list = held.get(topics.keys)?.document;
  if (list?.schema !== 'tt/keys/1') return [];
  return isOver(turn, list) && !loading.includes(topic) ? [] : list.keys;
};
