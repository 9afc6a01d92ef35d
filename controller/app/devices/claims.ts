import type { ClaimRequest, ClaimResponse, PublicKeyJwk } from '#protocol';
import type { Directory } from '../directory/directory.ts';
import type { CurrentActor } from '../ports/actor.ts';
import type { Attempts } from '../ports/attempts.ts';
import type { Clock, DeviceLink, Digest, Fault, Log, Outcome, Random } from '../ports/runtime.ts';
import type { ClaimRow, DeviceEventRow, DeviceRow } from '../ports/store/devices.ts';
import type { Store } from '../ports/store.ts';
import { tooManyAttempts } from '../too-many-attempts.ts';
import { deviceFaults as faults, serialInUse } from './device-faults.ts';
import { createTell, outOfService } from './device-history.ts';
import type { Dismiss } from './dismissal.ts';

export type NewDevice = Pick<DeviceRow, 'clusterId' | 'serial' | 'model' | 'maxVolume'>;
/** The code is shown once; only its hash is kept. */
export type IssuedCode = Readonly<{ device: DeviceRow; claimCode: string; expiresAt: number }>;
/** Receivers written in somebody's transaction; `adopt` shows them once that is committed. */
export type Registered = Readonly<{ issued: readonly IssuedCode[]; adopt: () => void }>;

export type Claims = Readonly<{
  /**
   * A receiver that waits for its claim. One that serves the cluster goes on until then; one that waits there already
   * gives way, so that a cluster never has two living codes.
   */
  createDevice: (device: NewDevice, by: string) => Promise<Outcome<IssuedCode>>;
  /** Many at once, in order; the clusters exist. */
  createDevices: (devices: readonly NewDevice[], by: string) => Promise<readonly IssuedCode[]>;
  /** The same within a larger step, with codes for a printed sheet. */
  register: (tx: Store, devices: readonly NewDevice[], by: string) => Promise<Registered>;
  /** A fresh code, also for a receiver that lost its storage or the answer to its claim. Older codes die. */
  newCode: (deviceId: string, by: string) => Promise<Outcome<IssuedCode>>;
  /** The receiver that a living code was made for; whoever guesses waits as for a claim. */
  whose: (code: string, guesser: string) => Promise<Outcome<DeviceRow>>;
  /**
   * A receiver takes up its identity. Committed before it is answered, so an answer always holds. `address` is where
   * the request came from: whoever guesses has to wait longer and longer.
   */
  claim: (request: ClaimRequest, address: string | null) => Promise<Outcome<ClaimResponse>>;
}>;

const hour = 60 * 60 * 1_000;
/** A code on a screen is typed by whoever stands beside it. */
const screenLifetimeMs = 24 * hour;
/**
 * A printed sheet goes with a crew through a district for a working week. That is no more dangerous: each code opens
 * one receiver once, has 78 random bits, and dies with the first use or a newer code.
 */
const sheetLifetimeMs = 7 * 24 * hour;

/** One answer for unknown, used, replaced and expired codes: whoever guesses learns nothing. */
const deadCode: Fault = {
  code: 'Claim_CodeNotValid',
  vi: 'Mã kích hoạt không đúng, đã dùng hoặc đã hết hạn. Hãy tạo mã mới cho bộ thu.',
  en: 'The claim code is wrong, used or expired. Make a new one for the receiver.',
};

/** A code as a person types it: case, spaces and dashes do not matter. */
const normaliseCode = (code: string): string => code.replace(/[\s-]+/g, '').toUpperCase();

/** Where the hash of a device's only living code is kept once a newer one replaced the first. */
const currentCode = (deviceId: string): string => `claim-code:${deviceId}`;

/** Failures of everybody together count here: thousands of addresses are as slow as one. */
const everybody = 'claims';

export const createClaims = (deps: {
  store: Store;
  directory: Directory;
  clock: Clock;
  random: Random;
  actors: CurrentActor;
  digest: Digest;
  link: Pick<DeviceLink, 'disconnect'>;
  dismiss: Dismiss;
  log: Log;
  /** Where devices connect; asked at each claim. */
  mqttUrls: () => readonly string[];
  /** Authorities that vouch for it; none: those that everybody knows. */
  caCertificates?: () => readonly string[];
  rootKey: PublicKeyJwk;
  attempts: Readonly<{ byAddress: Attempts; together: Attempts }>;
}): Claims => {
  const { store, directory, clock, random, actors, digest, link, log, attempts } = deps;
  const tell = createTell(deps);

  const issue = (device: DeviceRow, lifetimeMs: number): IssuedCode & { row: ClaimRow } => {
    const claimCode = random.claimCode();
    const expiresAt = clock.now() + lifetimeMs;
    const row = { codeHash: digest(normaliseCode(claimCode)), deviceId: device.id, expiresAt, usedAt: null };
    return { device, claimCode, expiresAt, row };
  };

  const write = async (
    tx: Store,
    wanted: readonly NewDevice[],
    by: string,
    lifetimeMs: number,
  ): Promise<Registered> => {
    const now = clock.now();
    const issued = wanted.map((device) =>
      issue(
        {
          ...device,
          id: random.id('dev'),
          status: 'waiting',
          secretHash: null,
          publicKey: null,
          createdAt: now,
          inServiceFrom: null,
          inServiceTo: null,
          configVersion: 0,
        },
        lifetimeMs,
      ),
    );
    const givingWay = wanted
      .flatMap(({ clusterId }) => directory.devices.historyOf(clusterId))
      .filter(({ status }) => status === 'waiting')
      .map((device) => outOfService(device, now));
    await tx.devices.insert(issued.map(({ device }) => device));
    await tx.devices.insertClaims(issued.map(({ row }) => row));
    for (const device of givingWay) await tx.devices.update(device);
    await tx.devices.addEvents(
      issued.map(({ device }) =>
        tell('registered', {
          cluster: { id: device.clusterId },
          device,
          by,
          detail: { serial: device.serial },
        }),
      ),
    );
    return {
      issued: issued.map(({ row: _, ...code }) => code),
      adopt: () => {
        for (const device of givingWay) directory.adoptDevice(device);
        for (const { device } of issued) directory.adoptDevice(device);
      },
    };
  };

  const createDevices = async (wanted: readonly NewDevice[], by: string): Promise<readonly IssuedCode[]> => {
    const registered = await store.transaction((tx) => write(tx, wanted, by, screenLifetimeMs));
    registered.adopt();
    return registered.issued;
  };

  /** The device whose living code this is, or null. */
  const deviceOf = async (tx: Store, codeHash: string): Promise<DeviceRow | null> => {
    const row = await tx.devices.claim(codeHash);
    if (!row || row.usedAt !== null || row.expiresAt <= clock.now()) return null;
    const current = await tx.settings.get(currentCode(row.deviceId));
    if (current !== null && current !== codeHash) return null;
    const device = directory.devices.get(row.deviceId);
    return device && device.status !== 'revoked' ? device : null;
  };

  /** The rows to change when `device` takes up its identity: its own, and whoever served the cluster before. */
  const takeOver = (device: DeviceRow, secret: string, publicKey: PublicKeyJwk): DeviceRow[] => {
    const now = clock.now();
    const claimed: DeviceRow = {
      ...device,
      status: 'active',
      secretHash: digest(secret),
      publicKey,
      inServiceFrom: device.inServiceFrom ?? now,
    };
    const replaced = directory.devices
      .historyOf(device.clusterId)
      .filter((other) => other.id !== device.id && other.status === 'active')
      .map((other) => outOfService(other, now));
    return [claimed, ...replaced];
  };

  const historyOf = ([claimed, ...replaced]: readonly DeviceRow[]): DeviceEventRow[] => {
    if (!claimed) return [];
    const cluster = { id: claimed.clusterId };
    return [
      ...replaced.map((device) =>
        tell('replaced', { cluster, device, by: null, detail: { serial: device.serial } }),
      ),
      tell('claimed', { cluster, device: claimed, by: null, detail: { serial: claimed.serial } }),
    ];
  };

  /** The code says who sends it: in the audit trail a claim is the receiver's own doing. */
  const asReceiver = <T>({ serial }: DeviceRow, work: () => Promise<T>): Promise<T> =>
    actors.runAs({ ...actors.currentActor(), kind: 'device', name: serial }, work);

  const redeem = async ({ code, publicKey }: ClaimRequest): Promise<ClaimResponse | null> => {
    const codeHash = digest(normaliseCode(code));
    const secret = random.secret();
    const changed = await store.transaction(async (tx) => {
      const device = await deviceOf(tx, codeHash);
      if (!device) return [];
      return asReceiver(device, async () => {
        if (!(await tx.devices.useClaim(codeHash, clock.now()))) return [];
        const rows = takeOver(device, secret, publicKey);
        for (const row of rows) await tx.devices.update(row);
        await tx.devices.addEvents(historyOf(rows));
        return rows;
      });
    });
    const [claimed, ...replaced] = changed;
    if (!claimed) return null;
    for (const row of changed) directory.adoptDevice(row);
    // Whoever is connected under these names came with credentials that no longer hold.
    link.disconnect(claimed.id);
    for (const { id } of replaced) deps.dismiss(id);
    log.info({ deviceId: claimed.id, replaced: replaced.map(({ id }) => id) }, 'A device was claimed');
    return {
      deviceId: claimed.id,
      secret,
      mqttUrls: [...deps.mqttUrls()],
      rootKey: deps.rootKey,
      caCertificates: [...(deps.caCertificates?.() ?? [])],
    };
  };

  const mustWait = async (guesser: string): Promise<Outcome<never> | null> => {
    const allowances = [await attempts.byAddress.check(guesser), await attempts.together.check(everybody)];
    const refused = allowances.find((one) => !one.ok);
    return refused && !refused.ok ? tooManyAttempts(refused.retryAfterMs) : null;
  };
  const blame = async (guesser: string): Promise<void> => {
    await attempts.byAddress.fail(guesser);
    await attempts.together.fail(everybody);
  };

  return {
    createDevices,
    register: (tx, wanted, by) => write(tx, wanted, by, sheetLifetimeMs),
    createDevice: async (wanted, by) => {
      const cluster = directory.clusters.get(wanted.clusterId);
      if (!cluster) return { ok: false, status: 404, fault: faults.noCluster };
      if (cluster.retiredAt !== null) return { ok: false, status: 409, fault: faults.retired };
      const bearer = directory.devices.withSerial(wanted.serial);
      if (bearer && bearer.clusterId !== wanted.clusterId) {
        const where = directory.clusters.get(bearer.clusterId)?.name ?? bearer.clusterId;
        return { ok: false, status: 409, fault: serialInUse(wanted.serial, where) };
      }
      const [issued] = await createDevices([wanted], by);
      return issued ? { ok: true, value: issued } : { ok: false, status: 404, fault: faults.noCluster };
    },

    newCode: async (deviceId, by) => {
      const device = directory.devices.get(deviceId);
      if (!device) return { ok: false, status: 404, fault: faults.noDevice };
      if (device.status === 'revoked') return { ok: false, status: 409, fault: faults.revoked };
      const { row, ...code } = issue(device, screenLifetimeMs);
      await store.transaction(async (tx) => {
        await tx.devices.insertClaims([row]);
        await tx.settings.put(currentCode(deviceId), row.codeHash);
        await tx.devices.addEvents([tell('code', { cluster: { id: device.clusterId }, device, by })]);
      });
      return { ok: true, value: code };
    },

    whose: async (code, guesser) => {
      const waiting = await mustWait(guesser);
      if (waiting) return waiting;
      const device = await deviceOf(store, digest(normaliseCode(code)));
      if (device) return { ok: true, value: device };
      await blame(guesser);
      return { ok: false, status: 410, fault: deadCode };
    },

    claim: async (request, address) => {
      const guesser = address ?? 'unknown';
      const waiting = await mustWait(guesser);
      if (waiting) return waiting;
      const identity = await redeem(request);
      if (identity) {
        await attempts.byAddress.succeed(guesser);
        return { ok: true, value: identity };
      }
      await blame(guesser);
      return { ok: false, status: 410, fault: deadCode };
    },
  };
};
