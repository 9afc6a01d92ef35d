/** What silence means, from the heartbeat interval that devices are configured with. */
export type PresenceRules = Readonly<{
  /** A device heard at most this long ago is online. */
  onlineForMs: number;
  /** Beyond this age it is offline, late in between. */
  offlineAfterMs: number;
}>;

export type Presence = 'online' | 'late' | 'offline' | 'unknown';

/** One missed heartbeat is a lost packet, not news; five are a lost device. */
export const presenceRules = (heartbeatIntervalMs: number): PresenceRules => ({
  onlineForMs: 2 * heartbeatIntervalMs + Math.min(2_000, heartbeatIntervalMs / 2),
  offlineAfterMs: 5 * heartbeatIntervalMs,
});

/** What is known of one device. Instants are the controller's own, of receipt. */
export type PresenceEvidence = Readonly<{
  /** When the device was last heard, in whatever way; null for never. */
  heardAt: number | null;
  /** When its will message said that the connection is gone; null for never. */
  leftAt: number | null;
}>;

/**
 * The state that the evidence supports. `listeningSince` is when the controller last began to hear devices,
 * null while it cannot: what was heard before that says nothing, and silence counts only from there.
 * A will message is a hint: it may come late or for a connection that was already replaced, so it makes
 * a device late at most and never offline.
 */
export const presenceAt = (
  evidence: PresenceEvidence,
  listeningSince: number | null,
  nowMs: number,
  rules: PresenceRules,
): Presence => {
  if (listeningSince === null) return 'unknown';
  const { heardAt, leftAt } = evidence;
  if (heardAt === null || heardAt < listeningSince) {
    return nowMs - listeningSince > rules.offlineAfterMs ? 'offline' : 'unknown';
  }
  const ageMs = nowMs - heardAt;
  if (ageMs > rules.offlineAfterMs) return 'offline';
  const hasLeft = leftAt !== null && leftAt >= heardAt;
  return hasLeft || ageMs > rules.onlineForMs ? 'late' : 'online';
};

export type PresenceCounts = Readonly<{
  clusters: number;
  online: number;
  late: number;
  offline: number;
  unknown: number;
}>;

export const noPresence: PresenceCounts = { clusters: 0, online: 0, late: 0, offline: 0, unknown: 0 };

export const addCounts = (a: PresenceCounts, b: PresenceCounts): PresenceCounts => ({
  clusters: a.clusters + b.clusters,
  online: a.online + b.online,
  late: a.late + b.late,
  offline: a.offline + b.offline,
  unknown: a.unknown + b.unknown,
});
