import { createHash, timingSafeEqual } from 'node:crypto';
import { deviceAcl, topics } from '#protocol';
import type { BrokerConfig } from '../../broker/broker-config.ts';

/** What the devices of a measured herd are: their areas, filters and credentials. */

const COMMUNES = 225;
const provinceKey = '25@2004-01-01';
const communeKey = (index: number): string =>
  `${String(7000 + (index % COMMUNES)).padStart(5, '0')}@2004-01-01`;

/** The document that the whole province follows. */
export const provinceAlert = topics.announcements(provinceKey);

/** Two retained documents for each commune, as the controller holds. */
export const herdDocuments = (): readonly string[] =>
  Array.from({ length: COMMUNES }, (_, index) => communeKey(index)).flatMap((key) => [
    topics.program(key),
    topics.policy(key),
  ]);

export const herdDeviceId = (index: number): string => `dev_${String(index).padStart(6, '0')}`;

/** The nine filters of a device, none with a wildcard. */
export const herdFilters = (index: number): readonly string[] => {
  const id = herdDeviceId(index);
  const key = communeKey(index);
  return [
    topics.keys,
    topics.config(id),
    topics.command(id),
    topics.timeResponse(id),
    topics.playbackAck(id),
    topics.program(key),
    topics.policy(key),
    topics.announcements(key),
    provinceAlert,
  ];
};

export const herdPassword = (deviceId: string): string => `secret of ${deviceId}`;

const sha256 = (text: string | Buffer): Buffer => createHash('sha256').update(text).digest();

/** A hash compared and an access list built, as the controller does for each connection. */
export const authenticateHerd: BrokerConfig['authenticate'] = async ({ username, password }) => {
  if (!password || !timingSafeEqual(sha256(password), sha256(herdPassword(username)))) return null;
  const index = Number(username.slice('dev_'.length));
  return { id: username, ...deviceAcl({ deviceId: username, areaKeys: [communeKey(index), provinceKey] }) };
};
