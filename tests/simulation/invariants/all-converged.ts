import { parseAreaTopic, topics } from '#protocol';
import type { Invariant } from './invariant.ts';

/** When all is mended, the broker holds the stored documents byte for byte, and so does every loudspeaker. */
export const allConverged: Invariant = {
  name: 'everybody comes to hold what is stored',
  judge: ({ database, broker, devices, country, time }, tell) => {
    const now = time.now();
    const rows = database.rows('select topic, jws from documents order by topic');
    const stored = new Map(rows.map(({ topic, jws }) => [String(topic), String(jws)]));
    for (const [topic, jws] of stored) {
      if (broker.retained().get(topic) !== jws) tell(now, 'broker', `holds something else on ${topic}`);
    }
    for (const device of devices) {
      const { areaKey } = country.clusterOf(device.deviceId);
      const { held } = device.state();
      for (const [topic, jws] of stored) {
        const area = parseAreaTopic(topic);
        const isAbove = area?.kind === 'announcements' && country.above(areaKey).includes(area.areaKey);
        const isFollowed = topic === topics.keys || area?.areaKey === areaKey || isAbove;
        if (isFollowed && held.get(topic)?.jws !== jws) {
          tell(now, device.deviceId, `holds ${held.get(topic)?.header.version ?? 'nothing'} on ${topic}`);
        }
      }
      const missing = Object.keys(device.state().jobs);
      if (missing.length > 0) tell(now, device.deviceId, `lacks ${missing.length} recordings`);
    }
  },
};
