import type { BrokerLimits } from './broker-config.ts';
import { fullBucket, takeFrom } from './token-bucket.ts';

/** Acknowledgements, pings and the halves of QoS 2 come beside messages: so many packets for each message. */
const PACKETS_PER_MESSAGE = 4;

/** Feed it how many packets came; true once a connection sends so many, of whatever kind, that it is cut. */
export const createPacketFlood = (deps: {
  limits: Pick<BrokerLimits, 'messages' | 'maxExcess'>;
  now: () => number;
}): ((packets: number) => boolean) => {
  const { limits, now } = deps;
  const size = {
    perSecond: limits.messages.perSecond * PACKETS_PER_MESSAGE,
    burst: limits.messages.burst * PACKETS_PER_MESSAGE + limits.maxExcess,
  };
  const bucket = fullBucket(size, now());
  return (packets) => takeFrom(bucket, size, packets, now()) > 0;
};
