const hour = 60 * 60 * 1000;
/** A device that hears nothing more must be able to live on what it holds: 7 days, and two of reserve. */
const leastRemainingMs = 9 * 24 * hour;
const earliestAgeMs = 12 * hour;
const spreadMs = 10 * hour;
/** An issue instant this far ahead says that the clock was wrong when it was taken. */
const clockSlackMs = hour;

/** Whether a document that lives for a short while is to be issued again: two attempts may fail. */
export const isShortLifeDue = (
  document: Readonly<{ expiresAt: number }>,
  lifetimeMs: number,
  now: number,
): boolean => document.expiresAt - now <= (2 * lifetimeMs) / 3;

/** FNV-1a of the text as a fraction of one: the same for the same text, spread evenly over many. */
const fraction = (text: string): number => {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return (hash >>> 0) / 2 ** 32;
};

/**
 * Whether a document is to be issued again although nothing changed. Documents of different areas come due
 * at different ages of 12 to 22 hours, so that a day's renewals are spread, and at the latest when less
 * than nine days remain.
 */
export const isRenewalDue = (
  document: Readonly<{ issuedAt: number; expiresAt: number }>,
  spreadKey: string,
  now: number,
): boolean =>
  document.issuedAt > now + clockSlackMs ||
  document.expiresAt - now < leastRemainingMs + 2 * hour ||
  now - document.issuedAt >= earliestAgeMs + fraction(spreadKey) * spreadMs;
