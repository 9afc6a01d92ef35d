/** What somebody scanned or typed: a claim code, or the serial number on the receiver itself. */
export type Label = Readonly<{ kind: 'code' | 'serial'; text: string }>;

/** Sixteen characters without look-alikes, in groups of four. */
const codeForm = /^[2-9A-HJKMNP-TV-Z]{4}(?:-?[2-9A-HJKMNP-TV-Z]{4}){3}$/;

/** Code out of the fragment of a claim link; null for any other text. */
export const codeOfLink = (text: string): string | null => {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && url.hash !== '' ? new URLSearchParams(url.hash.slice(1)).get('c') : null;
};

/** Null when there is nothing to go by. */
export const readLabel = (text: string): Label | null => {
  const plain = text.trim();
  const code = codeOfLink(plain);
  if (code !== null) return { kind: 'code', text: code };
  const typed = plain.toUpperCase().replace(/\s+/g, '-');
  if (codeForm.test(typed)) return { kind: 'code', text: typed };
  // Labels of makers hold more than the number: "S/N: TT50-00417".
  const serial = /(?:^|\bS\/?N\s*[:=]\s*)([A-Za-z0-9][A-Za-z0-9._/-]{2,63})$/i.exec(plain)?.[1];
  return serial === undefined ? null : { kind: 'serial', text: serial };
};
