const maxCharacters = 200;

/**
 * The name that a sender gave a file, fit to be shown: the last component of either kind of path, NFC, without
 * control and direction characters. It never becomes a path here.
 */
export const originalName = (given: string | undefined): string => {
  const base = (given ?? '').split(/[/\\]/).at(-1) ?? '';
  const shown = base
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .trim();
  const name = [...shown].slice(0, maxCharacters).join('');
  return name === '' || name === '.' || name === '..' ? 'audio' : name;
};
