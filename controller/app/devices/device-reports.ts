import type { DeviceState } from '#protocol';

/** The last `state` of a device. */
export type DeviceReport = Readonly<{
  receivedAt: number;
  versions: DeviceState['versions'];
  cached: ReadonlySet<string>;
  missing: DeviceState['missing'];
  refused: DeviceState['refused'];
}>;

/** What devices hold, by their own word since this process began. */
export type DeviceReports = Readonly<{
  note: (deviceId: string, state: DeviceState, receivedAt: number) => void;
  get: (deviceId: string) => DeviceReport | null;
}>;

/** A province holds the same few thousand assets everywhere; more different names than that are rubbish. */
const mostNames = 50_000;

export const createDeviceReports = (): DeviceReports => {
  const reports = new Map<string, DeviceReport>();
  // One string for each asset rather than one for each asset and device: a tenth of the memory.
  const names = new Map<string, string>();
  const shared = (name: string): string => {
    const known = names.get(name);
    if (known !== undefined) return known;
    if (names.size >= mostNames) names.clear();
    names.set(name, name);
    return name;
  };

  return {
    note: (deviceId, { versions, cached, missing, refused }, receivedAt) => {
      reports.set(deviceId, { receivedAt, versions, cached: new Set(cached.map(shared)), missing, refused });
    },
    get: (deviceId) => reports.get(deviceId) ?? null,
  };
};
