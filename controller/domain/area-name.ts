const MARKS = /\p{M}+/gu;

/**
 * The key by which names are searched: lower case, without tone and vowel marks, đ as d, single spaces.
 * "Đoan Hùng", "đoan hùng" in decomposed form and "doan hung" give the same key, as do the two ways of
 * placing a tone ("Hạ Hoà", "Hạ Hòa").
 *
 * đ is a letter of its own and does not decompose. Ð (U+00D0) looks the same in capitals and comes from
 * documents converted out of pre-Unicode fonts.
 */
export const normaliseName = (name: string): string =>
  name
    .normalize('NFD')
    .replace(MARKS, '')
    .replace(/[đĐðÐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();

/** True when every word of the query begins a word of the name: "p chau" finds "Phong Châu". */
export const matchesName = (nameKey: string, query: string): boolean => {
  const words = nameKey.split(' ');
  return normaliseName(query)
    .split(' ')
    .every((part) => words.some((word) => word.startsWith(part)));
};

const collator = new Intl.Collator('vi', { numeric: true });

/** Vietnamese dictionary order: d before đ, and a before ă before â. */
export const compareNames = (a: string, b: string): number => collator.compare(a, b);
