/**
 * What is not seen but changes how the rest reads: directions, which can turn a sentence round, and spaces of no
 * width, which make two names look alike. They come along unnoticed with copied text, so they are left out rather than
 * refused. Joiners stay: some scripts of minority languages need them.
 */
export const withoutUnseen = (text: string): string =>
  text.replace(/[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu, '');
