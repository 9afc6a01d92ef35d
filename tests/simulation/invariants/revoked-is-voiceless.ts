import { keysDocument, type SigningKey, topics } from '#protocol';
import { voiceless } from '../journal.ts';
import { bodyOf, kidOf } from '../oracle/sealed-documents.ts';
import type { Invariant } from './invariant.ts';

const listIn = (known: Map<string, readonly SigningKey[]>, jws: string): readonly SigningKey[] => {
  const read = known.get(jws) ?? keysDocument.parse(bodyOf(jws)).keys;
  known.set(jws, read);
  return read;
};

/**
 * A loudspeaker holds nothing that a key signed which is revoked in the list that it holds, or missing from it; what
 * it does not hold it does not sound. And what it once knew to be revoked is never believed again.
 */
export const revokedIsVoiceless: Invariant = {
  name: 'a revoked key has no voice',
  judge: ({ journal, time, history }, tell) => {
    const lists = new Map<string, readonly SigningKey[]>();
    for (const [deviceId, ofDevice] of journal.devices()) {
      for (const { from, documents } of history.epochs(ofDevice, time.now())) {
        const held = documents.get(topics.keys);
        const list = held === undefined ? [] : listIn(lists, held);
        for (const [topic, jws] of documents) {
          if (topic === topics.keys || jws === voiceless) continue;
          const key = list.find(({ kid }) => kid === kidOf(jws));
          if (!key || key.revokedAt !== undefined)
            tell(from, deviceId, `holds ${topic} of a key that is ${key ? 'revoked' : 'in no list'}`);
        }
      }
      const revoked = new Set<string>();
      for (const { at, topic, jws } of ofDevice.held) {
        if (topic === '*' || (topic === topics.keys && jws === null)) revoked.clear();
        if (topic !== topics.keys || jws === null) continue;
        for (const { kid, revokedAt } of listIn(lists, jws)) {
          if (revokedAt !== undefined) revoked.add(kid);
          else if (revoked.has(kid)) tell(at, deviceId, `believes ${kid} again, which was revoked`);
        }
      }
    }
  },
};
