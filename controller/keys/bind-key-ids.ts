/**
 * Every 64th id of a key begins with a dash, and would be taken for an option: whoever has to revoke it is in a hurry.
 * What follows `--kid` is its value, whatever it looks like.
 */
export const bindKeyIds = (args: readonly string[]): string[] => {
  const bound: string[] = [];
  for (let n = 0; n < args.length; n += 1) {
    const [name, value] = [args[n] ?? '', args[n + 1]];
    if (name === '--kid' && value !== undefined) {
      bound.push(`--kid=${value}`);
      n += 1;
    } else bound.push(name);
  }
  return bound;
};
