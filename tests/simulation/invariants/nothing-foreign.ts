import { parseAreaTopic, topics } from '#protocol';
import { evil } from '../scenario/hostile.ts';
import type { World } from '../world.ts';
import type { Invariant } from './invariant.ts';

/** The bytes were signed for this very topic by the controller, whatever else is said of them. */
const isGenuineFor = ({ sealing }: World, topic: string, jws: string): boolean =>
  sealing.sealedFor(topic).some((sealed) => sealed.jws === jws);

/** Of devices that may act on what is signed with the real key but past its end, or of years ahead. */
const isOfIntruder = (jws: string): boolean => jws.includes(evil) || jws.includes('"schema":"tt/program/9"');

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
      for (const { at, topic, jws, version } of held) {
        if (topic === '*') versions.clear();
        if (jws === null) {
          versions.delete(topic);
          continue;
        }
        if (!isGenuineFor(world, topic, jws) && !isOfIntruder(jws)) {
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
