import { describe, expect, it } from 'vitest';
import type { ServerEvent } from '../../../../controller/http/api-type.ts';
import {
  type EventSourceLike,
  parseEvent,
  reconnectDelayMs,
  startEventStream,
} from '../../../../web/src/live/event-stream.ts';
import { createFakeSchedule } from './fake-schedule.ts';

const createFakeSource = () => {
  const listeners = new Map<string, (event: MessageEvent<string>) => void>();
  let closed = false;
  const source: EventSourceLike = {
    onopen: null,
    onerror: null,
    addEventListener: (type, listener) => listeners.set(type, listener),
    close: () => {
      closed = true;
    },
  };
  return {
    source,
    isClosed: () => closed,
    open: () => source.onopen?.(new Event('open')),
    fail: () => source.onerror?.(new Event('error')),
    send: (type: string, data: string) => listeners.get(type)?.(new MessageEvent(type, { data })),
  };
};

const setUp = () => {
  const time = createFakeSchedule();
  const sources: ReturnType<typeof createFakeSource>[] = [];
  const states: string[] = [];
  const events: ServerEvent[] = [];
  const stop = startEventStream({
    open: () => {
      const fake = createFakeSource();
      sources.push(fake);
      return fake.source;
    },
    schedule: time.schedule,
    random: () => 0.5,
    onEvent: (event) => events.push(event),
    onState: (state) => states.push(state),
  });
  const latest = () => {
    const source = sources.at(-1);
    if (!source) throw new Error('no connection was opened');
    return source;
  };
  return { time, sources, states, events, stop, latest };
};

describe('event stream', () => {
  it('gives an event the type that names it', () => {
    const { latest, events } = setUp();
    latest().open();
    latest().send('network', '{"up":false,"cutUntil":null}');
    expect(events).toEqual([{ type: 'network', up: false, cutUntil: null }]);
  });

  it('drops what is not JSON', () => {
    expect(parseEvent('network', '{"up":')).toBeNull();
  });

  it('connects again after a failure, later each time', () => {
    const { time, sources, latest } = setUp();
    latest().fail();
    time.advance(1_000);
    expect(sources).toHaveLength(2);
    latest().fail();
    time.advance(1_999);
    expect(sources).toHaveLength(2);
    time.advance(1);
    expect(sources).toHaveLength(3);
  });

  it('falls back to polling after repeated failures, and comes back', () => {
    const { time, states, latest } = setUp();
    for (let failure = 0; failure < 3; failure += 1) {
      latest().fail();
      time.advance(20_000);
    }
    expect(states.at(-1)).toBe('polling');
    latest().open();
    expect(states.at(-1)).toBe('open');
    latest().fail();
    expect(states.at(-1)).toBe('connecting');
  });

  it('closes its connection and gives up its retry when stopped', () => {
    const { time, sources, latest, stop } = setUp();
    latest().fail();
    stop();
    time.advance(60_000);
    expect(sources).toHaveLength(1);
    expect(latest().isClosed()).toBe(true);
  });

  it('bounds the delay and spreads it by a quarter to either side', () => {
    expect(reconnectDelayMs(0, 0)).toBe(750);
    expect(reconnectDelayMs(0, 1)).toBe(1_250);
    expect(reconnectDelayMs(30, 0.5)).toBe(20_000);
  });
});
