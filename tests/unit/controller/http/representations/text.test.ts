import { describe, expect, it } from 'vitest';
import { line, paragraph } from '../../../../../controller/http/representations/text.ts';

describe('words of a person', () => {
  it.each([
    ['directions that turn it round', 'Bản tin \u202egnud iaS\u202c'],
    ['isolated directions', '\u2066Bản tin\u2069 gnud iaS'],
    ['marks of direction', 'Bản\u200e tin\u200f gnud iaS'],
    ['spaces of no width', 'Bản\u200b tin\ufeff gnud\u2060 iaS'],
    ['letters that nobody sees', 'Bản tin gnud iaS\u{e0041}\u{e007f}'],
  ])('are kept without %s', (_, text) => {
    expect(line(200).parse(text)).toBe('Bản tin gnud iaS');
    expect(paragraph(200).parse(text)).toBe('Bản tin gnud iaS');
  });

  it('are refused when nothing is left of them', () => {
    expect(line(200).safeParse('\u200b\u202e').success).toBe(false);
  });

  it('keep what joins letters, which some scripts need', () => {
    expect(line(200).parse('ក\u200cខ\u200dគ')).toBe('ក\u200cខ\u200dគ');
  });
});
