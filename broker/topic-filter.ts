/** Topic names and topic filters as MQTT 3.1.1 section 4.7 defines them. */

const MAX_TOPIC_BYTES = 65_535;

/** A server has the right to bound the depth; each level costs a step of matching. */
const MAX_LEVELS = 32;

/** True when the filter selects by pattern, so that one lookup by name cannot answer it. */
export const hasWildcard = (filter: string): boolean => filter.includes('+') || filter.includes('#');

const isWellFormed = (text: string): boolean =>
  text.length > 0 && // [MQTT-4.7.3-1]
  !text.includes('\u0000') && // [MQTT-4.7.3-2]
  Buffer.byteLength(text) <= MAX_TOPIC_BYTES && // [MQTT-4.7.3-3]
  text.split('/', MAX_LEVELS + 1).length <= MAX_LEVELS;

/** A name that may be published to: wildcards belong to filters alone [MQTT-4.7.1-1]. */
export const isTopicName = (topic: string): boolean => isWellFormed(topic) && !hasWildcard(topic);

/** `#` stands last and alone in its level [MQTT-4.7.1-2], `+` fills a whole level [MQTT-4.7.1-3]. */
export const isTopicFilter = (filter: string): boolean => {
  if (!isWellFormed(filter)) return false;
  const levels = filter.split('/');
  return levels.every(
    (level, index) => level === '+' || (level === '#' ? index === levels.length - 1 : !hasWildcard(level)),
  );
};

/** Topics that begin with `$` are the server's own; a filter that begins with a wildcard misses them [MQTT-4.7.2-1]. */
export const isReserved = (topic: string): boolean => topic.startsWith('$');

/** Whether a message on `topic` belongs to a subscription to `filter`. */
export const filterMatches = (filter: string, topic: string): boolean => {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  if (isReserved(topic) && (wanted[0] === '+' || wanted[0] === '#')) return false;
  for (const [index, level] of wanted.entries()) {
    // "sport/#" matches "sport" too: # includes the parent level.
    if (level === '#') return true;
    if (index >= levels.length || (level !== '+' && level !== levels[index])) return false;
  }
  return wanted.length === levels.length;
};
