// Runs before the first paint, so that the dark scheme does not flash white. The page's security policy
// allows no inline script, so this is a file of its own.
const kept = localStorage.getItem('mantine-color-scheme-value');
const dark = kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
document.documentElement.lang = localStorage.getItem('tt-language') === 'en' ? 'en' : 'vi';
