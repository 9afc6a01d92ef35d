import { parseAreaTopic, topics } from '#protocol';
import { voiceless } from '../journal.ts';
import { evil, realKeyMark } from '../scenario/hostile.ts';
import type { World } from '../world.ts';
import type { Invariant } from './invariant.ts';

/** What the controller signed for this very topic with these very bytes; its version, whatever a device takes it for. */
const genuineVersion = ({ sealing }: World, topic: string, jws: string): number | undefined =>
  sealing.sealedFor(topic).find((sealed) => sealed.jws === jws)?.version;

/** Signed with the real key, past its end or years ahead: devices may hold it, and must not sound it. */
const isOfExpert = (jws: string): boolean => jws.includes(realKeyMark);

/** Nothing unsigned, expired, replayed or misplaced is heard, or even held. */
export const nothingForeign: Invariant = {
  name: 'nothing unsigned, expired, replayed or misplaced',
  judge: (world, tell) => {
    for (const [deviceId, { sounds, held }] of world.journal.devices()) {
      for (const { itemId, from } of sounds) {
        if (itemId.startsWith(evil)) tell(from, deviceId, `${itemId} was heard`);
      }
      const { areaKey } = world.country.clusterOf(deviceId);
      const versions = new Map<string, number>();
      for (const { at, topic, jws, version: claimed } of held) {
        if (topic === '*') versions.clear();
        if (jws === null || jws === voiceless) {
          versions.delete(topic);
          continue;
        }
        const genuine = genuineVersion(world, topic, jws);
        const version = genuine ?? claimed;
        if (genuine === undefined && !isOfExpert(jws)) {
          tell(at, deviceId, `holds on ${topic} what nobody signed for it`);
        }
        const area = parseAreaTopic(topic);
        const isOwn = area
          ? area.areaKey === areaKey || world.country.above(areaKey).includes(area.areaKey)
          : topic === topics.keys || topic === topics.config(deviceId);
        if (!isOwn) tell(at, deviceId, `holds ${topic}, which is not its own`);
        const before = versions.get(topic);
        if (before !== undefined && version <= before) {
          tell(at, deviceId, `went back from version ${before} to ${version} of ${topic}`);
        }
        versions.set(topic, version);
      }
    }
  },
};
