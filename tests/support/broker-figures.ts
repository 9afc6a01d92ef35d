/** Counters of the broker of a running controller, as whoever watches it reads them. */
export const brokerFigures = async (url: string): Promise<Readonly<Record<string, number>>> => {
  const text = await (await fetch(new URL('/metrics', url))).text();
  const lines = text.matchAll(/^truyenthanh_broker\{what="(\w+)"\} (\S+)$/gm);
  return Object.fromEntries([...lines].map(([, name = '', value]) => [name, Number(value)]));
};
