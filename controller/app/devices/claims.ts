import type { ClaimRequest, ClaimResponse, PublicKeyJwk } from '#protocol';
import type { Directory } from '../directory/directory.ts';
import type { ClaimRow, DeviceRow } from '../ports/rows.ts';
import type { Clock, DeviceLink, Digest, Fault, Log, Outcome, Random } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';

export type NewDevice = Pick<DeviceRow, 'clusterId' | 'serial' | 'model' | 'maxVolume'>;
/** The code is shown once; only its hash is kept. */
export type IssuedCode = Readonly<{ device: DeviceRow; claimCode: string; expiresAt: number }>;

export type Claims = Readonly<{
  /** A receiver that waits for its claim. */
  createDevice: (device: NewDevice) => Promise<Outcome<IssuedCode>>;
  /** Many at once, in order; the clusters exist. */
  createDevices: (devices: readonly NewDevice[]) => Promise<IssuedCode[]>;
  /** A fresh code, also for a receiver that lost its storage or the answer to its claim. Older codes die. */
  newCode: (deviceId: string) => Promise<Outcome<IssuedCode>>;
  /** A receiver takes up its identity. Committed before it is answered, so an answer always holds. */
  claim: (request: ClaimRequest) => Promise<Outcome<ClaimResponse>>;
}>;

const defaultLifetimeMs = 24 * 60 * 60 * 1_000;

/** One answer for unknown, used, replaced and expired codes: whoever guesses learns nothing. */
const deadCode: Fault = {
  code: 'Claim_CodeNotValid',
  vi: 'Mã kích hoạt không đúng, đã dùng hoặc đã hết hạn. Hãy tạo mã mới cho bộ thu.',
  en: 'The claim code is wrong, used or expired. Make a new one for the receiver.',
};
const noCluster: Fault = {
  code: 'Cluster_Unknown',
  vi: 'Không có cụm loa này.',
  en: 'There is no such cluster.',
};
const noDevice: Fault = {
  code: 'Device_Unknown',
  vi: 'Không có bộ thu này.',
  en: 'There is no such device.',
};
const revoked: Fault = {
  code: 'Device_Revoked',
  vi: 'Bộ thu đã bị khóa. Hãy thêm bộ thu mới cho cụm loa.',
  en: 'The device is revoked. Add a new device to the cluster.',
};

/** A code as a person types it: case, spaces and dashes do not matter. */
const normaliseCode = (code: string): string => code.replace(/[\s-]+/g, '').toUpperCase();

/** Where the hash of a device's only living code is kept once a newer one replaced the first. */
const currentCode = (deviceId: string): string => `claim-code:${deviceId}`;

export const createClaims = (deps: {
  store: Store;
  directory: Directory;
  clock: Clock;
  random: Random;
  digest: Digest;
  link: Pick<DeviceLink, 'disconnect'>;
  log: Log;
  /** Where devices connect; asked at each claim. */
  mqttUrls: () => readonly string[];
  rootKey: PublicKeyJwk;
  codeLifetimeMs?: number;
}): Claims => {
  const { store, directory, clock, random, digest, link, log } = deps;
  const lifetimeMs = deps.codeLifetimeMs ?? defaultLifetimeMs;

  const issue = (device: DeviceRow): IssuedCode & { row: ClaimRow } => {
    const claimCode = random.claimCode();
    const expiresAt = clock.now() + lifetimeMs;
    const row = { codeHash: digest(normaliseCode(claimCode)), deviceId: device.id, expiresAt, usedAt: null };
    return { device, claimCode, expiresAt, row };
  };

  const createDevices = async (wanted: readonly NewDevice[]): Promise<IssuedCode[]> => {
    const issued = wanted.map((device) =>
      issue({
        ...device,
        id: random.id('dev'),
        status: 'waiting',
        secretHash: null,
        publicKey: null,
        createdAt: clock.now(),
        inServiceFrom: null,
        inServiceTo: null,
      }),
    );
    await store.transaction(async (tx) => {
      await tx.devices.insert(issued.map(({ device }) => device));
      await tx.devices.insertClaims(issued.map(({ row }) => row));
    });
    for (const { device } of issued) directory.adoptDevice(device);
    return issued.map(({ row: _, ...code }) => code);
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
      .map((other): DeviceRow => ({ ...other, status: 'revoked', secretHash: null, inServiceTo: now }));
    return [claimed, ...replaced];
  };

  return {
    createDevices,
    createDevice: async (wanted) => {
      if (!directory.clusters.get(wanted.clusterId)) return { ok: false, status: 404, fault: noCluster };
      const [issued] = await createDevices([wanted]);
      return issued ? { ok: true, value: issued } : { ok: false, status: 404, fault: noCluster };
    },

    newCode: async (deviceId) => {
      const device = directory.devices.get(deviceId);
      if (!device) return { ok: false, status: 404, fault: noDevice };
      if (device.status === 'revoked') return { ok: false, status: 409, fault: revoked };
      const { row, ...code } = issue(device);
      await store.transaction(async (tx) => {
        await tx.devices.insertClaims([row]);
        await tx.settings.put(currentCode(deviceId), row.codeHash);
      });
      return { ok: true, value: code };
    },

    claim: async ({ code, publicKey }) => {
      const codeHash = digest(normaliseCode(code));
      const secret = random.secret();
      const changed = await store.transaction(async (tx) => {
        const device = await deviceOf(tx, codeHash);
        if (!device || !(await tx.devices.useClaim(codeHash, clock.now()))) return [];
        const rows = takeOver(device, secret, publicKey);
        for (const row of rows) await tx.devices.update(row);
        return rows;
      });
      const [claimed, ...replaced] = changed;
      if (!claimed) return { ok: false, status: 410, fault: deadCode };
      for (const row of changed) {
        directory.adoptDevice(row);
        // Whoever is connected under this name came with credentials that no longer hold.
        link.disconnect(row.id);
      }
      log.info({ deviceId: claimed.id, replaced: replaced.map(({ id }) => id) }, 'A device was claimed');
      return {
        ok: true,
        value: {
          deviceId: claimed.id,
          secret,
          mqttUrls: [...deps.mqttUrls()],
          rootKey: deps.rootKey,
        },
      };
    },
  };
};
