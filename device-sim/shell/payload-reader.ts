import { isSharedTopic } from './shared-topic.ts';

/** The documents of a province many times over; a broker could send any number of topics. */
const mostKeptBytes = 64 * 1024 * 1024;

/** Turns the payload of a message into text. */
export type PayloadReader = (topic: string, payload: Buffer) => string;

/**
 * Gives every device of the process the same string for the same shared document. When a program goes out,
 * ten thousand copies of it arrive within a second.
 */
export const createPayloadReader = (): PayloadReader => {
  const last = new Map<string, { bytes: Buffer; text: string }>();
  let keptBytes = 0;
  return (topic, payload) => {
    if (!isSharedTopic(topic)) return payload.toString('utf8');
    const known = last.get(topic);
    if (known?.bytes.equals(payload)) return known.text;
    const text = payload.toString('utf8');
    keptBytes += payload.length - (known?.bytes.length ?? 0);
    if (keptBytes > mostKeptBytes) {
      last.clear();
      keptBytes = payload.length;
    }
    last.set(topic, { bytes: Buffer.from(payload), text });
    return text;
  };
};
