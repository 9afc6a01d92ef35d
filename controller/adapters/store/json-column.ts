/** Reads back what the store itself wrote, so its shape is known. */
export const fromJson = <T>(text: string): T => JSON.parse(text);

export const fromJsonOrNull = <T>(text: string | null): T | null => (text === null ? null : JSON.parse(text));
