import { type CommandDocument, topics } from '#protocol';
import { areaTopics } from './following.ts';
import { stateChanged } from './reports.ts';
import { scheduleSending } from './spool.ts';
import type { State } from './state.ts';
import { backoff, log, random, type Turn, update } from './turn.ts';

/** The topics of a device itself; the keys first, as the rest needs them. */
const ownTopics = (deviceId: string): string[] => [
  topics.keys,
  topics.config(deviceId),
  topics.command(deviceId),
  topics.timeResponse(deviceId),
  topics.playbackAck(deviceId),
];

/** Every filter of a device with this configuration, exact topics only. */
const wantedTopics = ({ settings, config }: State): string[] => [
  ...ownTopics(settings.deviceId),
  ...(config ? areaTopics(config) : []),
];

/** The filters in force on this connection. */
export const subscriptions = ({ link, subscribed, denied }: State): string[] =>
  link === 'down' ? [] : subscribed.filter((topic) => !denied.includes(topic));

/** A clean session begins without subscriptions [MQTT-3.1.2-6]; each one brings its retained document. */
export const onConnected = (turn: Turn): void => {
  const { settings, clock } = turn.state;
  const subscribed = wantedTopics(turn.state);
  const requestAt = turn.time.trusted ? clock.requestAt : turn.ownNow;
  update(turn, {
    link: 'up',
    subscribed,
    denied: [],
    clock: { ...clock, requestAt, tries: 0, asked: [] },
  });
  turn.effects.push({ type: 'subscribe', topics: subscribed });
  const at = turn.time.trusted && turn.time.now !== null ? Math.round(turn.time.now) : null;
  turn.effects.push({
    type: 'publish',
    topic: topics.presence(settings.deviceId),
    qos: 1,
    payload: { online: true, at },
  });
};

export const onSubscribed = (turn: Turn, refused: readonly string[]): void => {
  const isFirst = turn.state.link === 'up';
  update(turn, {
    link: 'ready',
    resubscribeAt: refused.length > 0 ? turn.ownNow + backoff(turn, 60_000, 0, 60_000) : null,
    denied: refused,
  });
  if (refused.length > 0) log(turn, 'warn', 'Broker denied subscriptions', { topics: refused });
  if (!isFirst) return;
  stateChanged(turn, 0);
  scheduleSending(turn, random(turn) * 1_000);
};

export const onDisconnected = (turn: Turn): void =>
  update(turn, { link: 'down', subscribed: [], denied: [], resubscribeAt: null });

/** Brings subscriptions in line with the configuration. */
export const followAreas = (turn: Turn): void => {
  if (turn.state.link === 'down') return;
  const wanted = wantedTopics(turn.state);
  const held = subscriptions(turn.state);
  const gone = held.filter((topic) => !wanted.includes(topic));
  const added = wanted.filter((topic) => !held.includes(topic));
  if (gone.length > 0) turn.effects.push({ type: 'unsubscribe', topics: gone });
  if (added.length > 0) turn.effects.push({ type: 'subscribe', topics: added });
  update(turn, { subscribed: wanted, denied: [], resubscribeAt: null });
};

export const resubscribeIfDue = (turn: Turn): void => {
  const { resubscribeAt, link } = turn.state;
  if (link === 'ready' && resubscribeAt !== null && turn.ownNow >= resubscribeAt) followAreas(turn);
};

/**
 * A command without trusted time could be an old one played again. That does no harm to the one that is given once, for
 * good.
 */
export const onCommand = (turn: Turn, { command }: CommandDocument): void => {
  if (command === 'retire') {
    log(turn, 'warn', 'Out of service for good: silent from now on');
    // A disk that loses the one mark still has nothing that could sound.
    const held = new Map([...turn.state.held].filter(([topic]) => topic === topics.keys));
    update(turn, { retired: true, held, config: null });
    followAreas(turn);
    return;
  }
  if (!turn.time.trusted) {
    log(turn, 'warn', 'Command refused: the clock is not trusted', { command });
    return;
  }
  log(turn, 'info', 'Command', { command });
  if (command === 'reboot') {
    turn.effects.push({ type: 'reboot' });
    return;
  }
  // Subscribing anew makes the broker send every retained document again [MQTT-3.8.4-3].
  const inForce = subscriptions(turn.state);
  turn.effects.push({ type: 'unsubscribe', topics: inForce }, { type: 'subscribe', topics: inForce });
};
