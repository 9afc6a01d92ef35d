import { parseAreaTopic } from '#protocol';

/** Takes over the PUBACK of one message; MQTT leaves open when it goes out [MQTT-4.3.2-2]. */
export type Acknowledger = (topic: string, acknowledge: () => void) => void;

/** No announcement has come for so long: everybody in this process has had theirs. */
const quietMs = 50;
/** Nobody's acknowledgement waits longer, whatever else comes. */
const longestMs = 1_000;
/** So many at once; what else happens gets its turn in between. */
const atOnce = 100;

const sendAll = (acknowledgements: readonly (() => void)[]): void => {
  for (const acknowledge of acknowledgements.slice(0, atOnce)) acknowledge();
  if (acknowledgements.length > atOnce) setImmediate(sendAll, acknowledgements.slice(atOnce));
};

/**
 * What a message brings is done first, its PUBACK comes after it. In a process of many loudspeakers no sound of an
 * announcement waits for the acknowledgements of the others.
 */
export const createAcknowledger = (): Acknowledger => {
  let waiting: (() => void)[] = [];
  let firstAt = 0;
  let lastAt = 0;

  const look = (): void => {
    const now = performance.now();
    if (now - lastAt < quietMs && now - firstAt < longestMs) {
      setTimeout(look, quietMs);
      return;
    }
    const all = waiting;
    // An acknowledgement may bring the next message at once.
    waiting = [];
    sendAll(all);
  };

  return (topic, acknowledge) => {
    if (parseAreaTopic(topic)?.kind !== 'announcements') {
      setImmediate(acknowledge);
      return;
    }
    lastAt = performance.now();
    if (waiting.length === 0) {
      firstAt = lastAt;
      setTimeout(look, quietMs);
    }
    waiting.push(acknowledge);
  };
};
