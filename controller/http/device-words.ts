const browsers: readonly [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bcoc_coc_browser\//, 'Cốc Cốc'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly [RegExp, string][] = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

const first = (words: readonly [RegExp, string][], text: string): string | null =>
  words.find(([pattern]) => pattern.test(text))?.[1] ?? null;

/** What a `User-Agent` says, in words by which a person knows his own devices. */
export const deviceWords = (device: string | null): { browser: string | null; system: string | null } => ({
  browser: first(browsers, device ?? ''),
  system: first(systems, device ?? ''),
});
