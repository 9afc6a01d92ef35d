import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { installDebianPackages } from './debian-packages.ts';

/*
 * Runs after `npm ci`. better-sqlite3 is native code: its own install script downloads a binary from a site that
 * many government networks cannot reach, then compiles with headers from another such site, and fails with
 * pages of output. Here both steps are tried with the headers that came with Node, and a failure is a sentence.
 */

const require = createRequire(import.meta.url);
const say = (sentence: string): boolean => process.stderr.write(`${sentence}\n`);

const loads = (): boolean =>
  // In a process of its own: a module that once failed to load is not tried again within one.
  spawnSync(process.execPath, ['-e', "new (require('better-sqlite3'))(':memory:').close()"], {
    cwd: import.meta.dirname,
    stdio: 'ignore',
  }).status === 0;

const inPackage = (command: string, args: readonly string[]): { ok: boolean; lastLines: string } => {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd: dirname(require.resolve('better-sqlite3/package.json')),
    env: { ...process.env, ...headersBesideNode() },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const output = error === undefined ? `${stdout}\n${stderr}` : error.message;
  return { ok: status === 0, lastLines: output.trim().split('\n').slice(-15).join('\n') };
};

/** Debian's, NodeSource's and nodejs.org's packages all put the headers under the prefix of the binary. */
const headersBesideNode = (): Record<string, string> => {
  const prefix = dirname(dirname(process.execPath));
  return process.env.npm_config_nodedir === undefined &&
    existsSync(join(prefix, 'include/node/node_version.h'))
    ? { npm_config_nodedir: prefix }
    : {};
};

const missingCompilerPackages = (): string[] =>
  ['python3', 'make', 'g++'].filter(
    (tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).status !== 0,
  );

const ensureSqlite = (): boolean => {
  if (loads()) return true;
  if (inPackage('prebuild-install', []).ok && loads()) return true;
  const missing = missingCompilerPackages();
  if (missing.length > 0) {
    say(`SQLite must be compiled for this machine: installing ${missing.join(', ')} with apt-get.`);
    const installed = installDebianPackages(missing);
    if (!installed.ok) {
      say(`That did not work: ${installed.reason}.`);
      return false;
    }
  }
  say('Compiling SQLite for this machine; this takes one to three minutes.');
  const compiled = inPackage('node-gyp', ['rebuild', '--release']);
  if (compiled.ok && loads()) return true;
  say(compiled.lastLines);
  return false;
};

if (!ensureSqlite()) {
  say(
    'better-sqlite3 cannot be compiled: install a compiler and the headers of Node, on Debian as root with ' +
      '`apt-get install python3 make g++ libnode-dev` (Node from nodejs.org or NodeSource brings its own headers), ' +
      'and run `npm ci` again.',
  );
  process.exitCode = 1;
}
