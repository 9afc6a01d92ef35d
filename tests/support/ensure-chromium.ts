import { installDebianPackages } from '../../controller/setup/debian-packages.ts';
import { findChromium } from './find-chromium.ts';

/* Runs before the tests: those in the browser need Chromium, which npm does not bring. */

if (findChromium(process.env) === undefined && !process.env.CHROMIUM_PATH) {
  console.error('The browser tests need Chromium: installing the Debian package with apt-get.');
  // The page brings its own typeface; DejaVu has the Vietnamese letters for everything else.
  const installed = installDebianPackages(['chromium', 'fonts-dejavu-core']);
  if (!installed.ok) console.error(`That did not work: ${installed.reason}.`);
}

if (findChromium(process.env) === undefined) {
  console.error(
    'The browser tests need Chromium: install it, on Debian as root with `apt-get install chromium`, ' +
      'or set CHROMIUM_PATH to the executable of a browser of its family.',
  );
  process.exitCode = 1;
}
