/** Lower case without tone and vowel marks, đ as d: what typed searches are compared by. */
export const searchKey = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đĐðÐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();

/** True when every word of the query is found: "p chau" finds "Phong Châu". */
export const matchesSearch = (text: string, query: string): boolean => {
  const words = searchKey(text).split(' ');
  return searchKey(query)
    .split(' ')
    .every((part) => words.some((word) => word.startsWith(part)));
};
