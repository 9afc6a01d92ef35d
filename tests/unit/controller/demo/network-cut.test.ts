import { beforeEach, describe, expect, it } from 'vitest';
import { createNetworkCut } from '../../../../controller/demo/network-cut.ts';
import type { NetworkCut } from '../../../../controller/http/demo.ts';
import { createRecordingEvents, type RecordingEvents } from '../../../support/recording-events.ts';
import { silentLog } from '../../../support/silent-log.ts';
import { createVirtualClock, type VirtualClock } from '../../../support/virtual-clock.ts';

const start = 1_000_000;

let clock: VirtualClock;
let events: RecordingEvents;
let calls: string[];
let pause: () => Promise<void>;
let network: NetworkCut;
beforeEach(() => {
  clock = createVirtualClock(start);
  events = createRecordingEvents();
  calls = [];
  pause = async () => {
    calls.push('pause');
  };
  network = createNetworkCut({
    broker: {
      pause: () => pause(),
      resume: async () => {
        calls.push('resume');
      },
    },
    clock,
    events,
    log: silentLog,
  });
});

describe('the network of the demo', () => {
  it('is away for a minute and comes back by itself', async () => {
    expect(network.until()).toBeNull();
    expect(await network.cut()).toBe(start + 60_000);
    await clock.advance(59_999);
    expect(network.until()).toBe(start + 60_000);
    expect(calls).toEqual(['pause']);
    await clock.advance(1);
    expect(calls).toEqual(['pause', 'resume']);
    expect(network.until()).toBeNull();
    expect(events.all).toEqual([
      { type: 'network', up: false, cutUntil: start + 60_000 },
      { type: 'network', up: true, cutUntil: null },
    ]);
  });

  it('is cut once, however often it is asked for', async () => {
    const first = await network.cut();
    await clock.advance(30_000);
    expect(await network.cut()).toBe(first);
    await clock.advance(30_000);
    expect(calls).toEqual(['pause', 'resume']);
    expect(await network.cut()).toBe(start + 120_000);
  });

  it('counts as up when it could not be cut', async () => {
    pause = () => Promise.reject(new Error('the broker is stopping'));
    await expect(network.cut()).rejects.toThrow('the broker is stopping');
    expect(network.until()).toBeNull();
    expect(events.all).toEqual([]);
  });
});
