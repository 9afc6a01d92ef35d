import type { Invariant } from './invariant.ts';

/** Two sounds at once from one loudspeaker are none that anybody understands. */
export const oneSoundAtATime: Invariant = {
  name: 'never two sounds at once',
  judge: ({ journal }, tell) => {
    for (const [deviceId, { sounds }] of journal.devices()) {
      const inOrder = [...sounds].sort((a, b) => a.from - b.from);
      for (const [index, sound] of inOrder.entries()) {
        const next = inOrder[index + 1];
        if (!next || next.from >= sound.to - 1) continue;
        tell(next.from, deviceId, `${next.itemId} begins while ${sound.itemId} sounds until ${sound.to}`);
      }
    }
  },
};
