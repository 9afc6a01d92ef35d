import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Clock, Log } from '../../app/ports/runtime.ts';
import { certificateEnd } from '../../domain/certificate-end.ts';
import {
  CertificateError,
  type CertificateErrorCode,
  type CertificatePaths,
  fingerprintOf,
  readCertificate,
  type TlsMaterial,
} from './certificate-files.ts';
import { ensureLocalCertificate } from './local-authority.ts';

const dayMs = 86_400_000;
/** A program that renews certificates writes several files, one after the other. */
const settleMs = 1_000;
/** Also what no watcher tells, such as time going by. */
const lookEveryMs = 60 * 60 * 1_000;

/** What is wrong with files that cannot serve; `said` names them. */
export type CertificateFault = Readonly<{ code: CertificateErrorCode; said: string }>;

export type ServerCertificate = Readonly<{
  current: () => TlsMaterial;
  /** SHA-256 of the authority's certificate; null when it is one that everybody knows. */
  fingerprint: () => string | null;
  /** Called with what new connections are to be shown. */
  onChange: (handler: (material: TlsMaterial) => void) => void;
  /** Reads the files again. What cannot serve leaves the old certificate in place, and is told in the log. */
  reload: () => Promise<void>;
  /** Why the files that lie there now are not used; null when they are. */
  fault: () => CertificateFault | null;
  daysLeft: () => number;
  stop: () => void;
}>;

type Deps = Readonly<{
  /** Certificate and key as configured; null for one of our own. */
  tls: Readonly<{ certFile: string | null; keyFile: string | null; caFile: string | null }>;
  /** Where certificates of our own are kept. */
  directory: string;
  hosts: readonly string[];
  clock: Clock;
  log: Log;
}>;

/** Folders rather than files: a renewal replaces the file, and a watch would stay with the old one. */
const watchFiles = (paths: CertificatePaths, onTouch: () => void, log: Log): FSWatcher[] => {
  const files = [paths.certFile, paths.keyFile, ...(paths.caFile === null ? [] : [paths.caFile])];
  const folders = new Set(files.map((file) => dirname(file)));
  return [...folders].map((folder) =>
    watch(folder, { persistent: false }, (_event, name) => {
      if (name === null || files.some((file) => dirname(file) === folder && basename(file) === name))
        onTouch();
    }).on('error', (error) => log.warn({ err: error, folder }, 'Certificates are not watched any more')),
  );
};

/**
 * The certificate that page, API and broker show: the one that is configured, or one of our own.
 *
 * @throws CertificateError when there is none that can serve at the start
 */
export const createServerCertificate = async (deps: Deps): Promise<ServerCertificate> => {
  const { tls, directory, hosts, clock, log } = deps;
  const handlers = new Set<(material: TlsMaterial) => void>();

  const locate = async (): Promise<CertificatePaths> => {
    const { certFile, keyFile, caFile } = tls;
    if (certFile !== null && keyFile !== null) return { certFile, keyFile, caFile };
    return ensureLocalCertificate({ directory, hosts, nowMs: clock.now() });
  };
  const load = async (): Promise<TlsMaterial> => readCertificate(await locate(), clock.now());

  let material = await load();
  let fault: CertificateFault | null = null;
  let warnedOf = 0;
  const daysLeft = (): number => Math.floor((material.notAfter - clock.now()) / dayMs);

  const warnInTime = (): void => {
    if (certificateEnd(material, clock.now()) === 'far' || warnedOf === material.notAfter) return;
    warnedOf = material.notAfter;
    log.warn(
      { daysLeft: daysLeft(), notAfter: new Date(material.notAfter).toISOString() },
      'The certificate of this server ends soon: afterwards no loudspeaker and no browser connects',
    );
  };

  const look = async (): Promise<void> => {
    try {
      const found = await load();
      fault = null;
      if (found.cert === material.cert && found.key === material.key && found.ca === material.ca) return;
      material = found;
      log.info(
        { notAfter: new Date(found.notAfter).toISOString() },
        'New connections are shown a new certificate',
      );
      for (const handler of handlers) handler(found);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      const code = error instanceof CertificateError ? error.code : 'Certificate_Unreadable';
      // Said once, not every hour.
      if (fault?.said !== said)
        log.error({ err: error, code }, 'The new certificate cannot serve; the old one stays');
      fault = { code, said };
    }
  };

  let turn: Promise<void> = Promise.resolve();
  const reload = (): Promise<void> => {
    turn = turn.then(look).then(warnInTime);
    return turn;
  };
  let cancel = (): void => undefined;
  const soon = (): void => {
    cancel();
    cancel = clock.after(settleMs, () => void reload());
  };
  warnInTime();
  const watchers = watchFiles(await locate(), soon, log);
  const stopLooking = clock.every(lookEveryMs, () => void reload());

  return {
    current: () => material,
    fingerprint: () => (material.ca === null ? null : fingerprintOf(material.ca)),
    onChange: (handler) => {
      handlers.add(handler);
    },
    reload,
    fault: () => fault,
    daysLeft,
    stop: () => {
      cancel();
      stopLooking();
      for (const watcher of watchers) watcher.close();
    },
  };
};

/** Where the certificates of our own are kept. */
export const tlsFolder = (dataDir: string): string => join(dataDir, 'tls');
