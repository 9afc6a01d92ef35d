import { beforeEach, describe, expect, it } from 'vitest';
import { createDismissal, type Dismiss } from '../../../../../controller/app/devices/dismissal.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { createVirtualClock, type VirtualClock } from '../../../../support/virtual-clock.ts';

let clock: VirtualClock;
let happened: string[];
let canSign: boolean;
let dismiss: Dismiss;

beforeEach(() => {
  clock = createVirtualClock(0);
  happened = [];
  canSign = true;
  dismiss = createDismissal({
    documents: {
      command: async (deviceId, command) => {
        if (!canSign) throw new Error('No key');
        return { topic: `to ${deviceId}`, jws: command };
      },
    },
    link: {
      publish: async (topic, payload) => void happened.push(`${topic}: ${payload}`),
      disconnect: (deviceId) => void happened.push(`cut ${deviceId}`),
    },
    clock,
    log: silentLog,
  });
});

describe('a receiver out of service', () => {
  it('is told to be silent for good, and then its connection ends', async () => {
    dismiss('dev-1');
    await clock.advance(999);
    expect(happened).toEqual(['to dev-1: retire']);
    await clock.advance(1);
    expect(happened).toEqual(['to dev-1: retire', 'cut dev-1']);
  });

  it('loses its connection also when nothing can be signed', async () => {
    canSign = false;
    dismiss('dev-1');
    await clock.advance(1_000);
    expect(happened).toEqual(['cut dev-1']);
  });
});
