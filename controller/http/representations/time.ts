/** An instant as the API writes it, RFC 3339 in UTC. */
export const iso = (epochMs: number): string => new Date(epochMs).toISOString();

export const isoOrNull = (epochMs: number | null): string | null => (epochMs === null ? null : iso(epochMs));
