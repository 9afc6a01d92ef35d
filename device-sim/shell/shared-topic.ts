import { parseAreaTopic, topics } from '#protocol';

/** Whether many devices get the same document here: it is then read, checked and kept once for all. */
export const isSharedTopic = (topic: string): boolean =>
  topic === topics.keys || parseAreaTopic(topic) !== null;
