import type { ServerEvent } from '../../../controller/http/api-type.ts';

/** `open`: events arrive. `polling`: they do not, so the page asks again every few seconds. */
export type StreamState = 'connecting' | 'open' | 'polling';

/** The part of EventSource that is used. */
export interface EventSourceLike {
  onopen: ((event: Event) => unknown) | null;
  onerror: ((event: Event) => unknown) | null;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export interface EventStreamDeps {
  open(): EventSourceLike;
  /** Runs once after that many milliseconds; gives back its undoing. */
  schedule(run: () => void, delayMs: number): () => void;
  random(): number;
  onEvent(event: ServerEvent): void;
  onState(state: StreamState): void;
}

const eventTypes = [
  'presence',
  'playing',
  'playbacks',
  'announcements',
  'incidents',
  'inbox',
  'bulletin',
  'schedule',
  'readiness',
  'notices',
  'network',
] as const satisfies readonly ServerEvent['type'][];

const ATTEMPTS_BEFORE_POLLING = 2;
const FIRST_DELAY_MS = 1_000;
const LAST_DELAY_MS = 20_000;

/** Doubling up to 20 s, with jitter, so that a restart of the controller does not bring all pages at once. */
export const reconnectDelayMs = (attempt: number, random: number): number =>
  Math.min(FIRST_DELAY_MS * 2 ** Math.min(attempt, 10), LAST_DELAY_MS) * (0.75 + random / 2);

/** The event, or null for what is not JSON. The controller makes events from the shared schema. */
export const parseEvent = (type: ServerEvent['type'], data: string): ServerEvent | null => {
  try {
    return Object.assign(JSON.parse(data), { type });
  } catch {
    return null;
  }
};

/** Keeps a connection for server-sent events; gives back its end. */
export const startEventStream = (deps: EventStreamDeps): (() => void) => {
  let source: EventSourceLike | null = null;
  let cancelRetry = (): void => {};
  let attempt = 0;

  const connect = (): void => {
    const opened = deps.open();
    source = opened;
    for (const type of eventTypes)
      opened.addEventListener(type, (message) => {
        const event = parseEvent(type, message.data);
        if (event) deps.onEvent(event);
      });
    opened.onopen = () => {
      attempt = 0;
      deps.onState('open');
    };
    opened.onerror = () => {
      // EventSource retries some failures and gives up at others; one rule for both is easier to trust.
      opened.close();
      deps.onState(attempt < ATTEMPTS_BEFORE_POLLING ? 'connecting' : 'polling');
      cancelRetry = deps.schedule(connect, reconnectDelayMs(attempt, deps.random()));
      attempt += 1;
    };
  };

  deps.onState('connecting');
  connect();
  return () => {
    cancelRetry();
    source?.close();
  };
};
