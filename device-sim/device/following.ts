import { type ConfigDocument, parseAreaTopic, topics } from '#protocol';

type Following = Pick<ConfigDocument, 'areaKeys' | 'ancestorKeys'>;

/** Topics of the areas that a device follows: all of its own, and the announcements of those above. */
export const areaTopics = ({ areaKeys, ancestorKeys }: Following): string[] => [
  // What is in force goes first: a stop must not wait behind a program.
  ...[...areaKeys, ...ancestorKeys].map(topics.announcements),
  ...areaKeys.flatMap((areaKey) => [topics.policy(areaKey), topics.program(areaKey)]),
];

/** Whether a document on `topic` concerns a device with this configuration. */
export const isFollowedBy = ({ areaKeys, ancestorKeys }: Following, topic: string): boolean => {
  const area = parseAreaTopic(topic);
  if (!area || areaKeys.includes(area.areaKey)) return true;
  return area.kind === 'announcements' && ancestorKeys.includes(area.areaKey);
};
