import { describe, expect, it } from 'vitest';
import type { Heartbeat } from '#protocol';
import { type HealthType, troubleOf } from '../../../../controller/domain/device-health.ts';
import { heartbeatAt, morning } from '../../../support/device-field.ts';

const limits = { maxClockErrorMs: 60_000 };
const told = (type: HealthType, patch: Partial<Heartbeat>, isRaised = false): string | null => {
  const trouble = troubleOf(type, heartbeatAt(morning, patch), isRaised, limits);
  return trouble && [trouble.severity, trouble.detail.reason].join(' ').trim();
};
const clock = (errorMs: number, offsetMs = 0) => ({ clock: { errorMs, offsetMs } });
const cache = (freeBytes: number, missing = 0) => ({ cache: { assets: 9, missing, freeBytes } });
const battery = (volts: number) => ({ supply: { mains: false, volts } });

describe('a heartbeat', () => {
  it('of a healthy device complains of nothing', () => {
    for (const type of ['clock', 'cache', 'supply', 'temperature'] as const)
      expect(told(type, { supply: null, temperatureC: null })).toBeNull();
  });

  it('of a device without a battery for its clock says nothing but how well it knows the time', () => {
    expect(told('clock', clock(20, 18_294_000))).toBeNull();
    expect(told('clock', clock(20, -18_294_000), true)).toBeNull();
  });

  it.each<[HealthType, Partial<Heartbeat>, string]>([
    ['clock', { clock: null }, 'critical not-set'],
    ['clock', clock(60_001), 'critical error'],
    ['clock', clock(5_001), 'warning error'],
    ['cache', cache(19_999_999), 'warning disk-full'],
    ['cache', cache(0, 3), 'critical disk-full'],
    ['cache', cache(1e9, 1), 'warning missing'],
    ['supply', battery(13), 'warning mains'],
    ['supply', battery(11.3), 'critical battery'],
    ['temperature', { temperatureC: 71 }, 'warning'],
    ['temperature', { temperatureC: 90 }, 'critical'],
  ])('%s: %j is %s', (type, patch, expected) => {
    expect(told(type, patch)).toBe(expected);
  });

  it.each<[HealthType, Partial<Heartbeat>, Partial<Heartbeat>]>([
    ['clock', clock(4_999), clock(1_999)],
    ['cache', cache(20_000_001), cache(40_000_000)],
    ['temperature', { temperatureC: 70 }, { temperatureC: 65 }],
  ])('%s: %j begins no trouble and ends none; %j ends it', (type, between, well) => {
    expect(told(type, between, false)).toBeNull();
    expect(told(type, between, true)).not.toBeNull();
    expect(told(type, well, true)).toBeNull();
  });
});
