const storable = (text: string): string => Buffer.from(text.replaceAll('\0', '\uFFFD')).toString();
const unstorable = /[\0\ud800-\udfff]/;

const ordered = (value: unknown): unknown => {
  if (typeof value === 'string') return unstorable.test(value) ? storable(value) : value;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(ordered);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, ordered(inner)]),
  );
};

/**
 * JSON with the names of each object in order and text as the databases keep it, so that equal values have equal
 * text. Integer-like names come first, as JavaScript has them: equal all the same.
 */
export const canonicalJson = (value: unknown): string => JSON.stringify(ordered(value));
