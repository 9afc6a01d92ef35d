import { spawnSync } from 'node:child_process';

export type PackageInstall = { ok: true } | { ok: false; reason: string };

const run = (command: string, args: readonly string[]): { ok: boolean; missing: boolean } => {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  return { ok: status === 0, missing: error !== undefined };
};

/**
 * Installs Debian packages with apt-get, as root or through a sudo that asks nothing. It blocks until done:
 * it belongs into set-up scripts only.
 */
export const installDebianPackages = (names: readonly string[]): PackageInstall => {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0) {
    return { ok: false, reason: 'this user is not root and sudo asks for a password or is not there' };
  }
  const aptGet = (...args: readonly string[]): ReturnType<typeof run> => {
    const command = [
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-q',
      '-o',
      'DPkg::Lock::Timeout=120',
    ];
    const [first = 'env', ...rest] = isRoot ? command : ['sudo', '-n', ...command];
    return run(first, [...rest, ...args]);
  };
  if (spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).error !== undefined) {
    return { ok: false, reason: 'this system has no apt-get' };
  }
  // A failed update is no verdict: the lists at hand may do.
  aptGet('update');
  return aptGet('install', '-y', '--no-install-recommends', ...names).ok
    ? { ok: true }
    : { ok: false, reason: `apt-get could not install ${names.join(', ')}` };
};
