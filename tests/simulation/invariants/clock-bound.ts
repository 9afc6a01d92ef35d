import type { Invariant } from './invariant.ts';

/** Whole milliseconds, and the step that follows an instant. */
const roundingMs = 2;

/** When a sound began, by a device's own word, is as true as it says, whatever its clock and network did. */
export const clockBound: Invariant = {
  name: 'clocks are no more wrong than they say',
  judge: ({ journal }, tell) => {
    for (const [deviceId, { spooled, sounds }] of journal.devices()) {
      for (const { at, event } of spooled) {
        if (event.type !== 'started') continue;
        const sound = sounds.find(({ itemId, from }) => itemId === event.itemId && Math.abs(from - at) < 1);
        if (!sound) continue;
        const errorMs = Math.abs(event.at - sound.from);
        if (errorMs <= event.clockErrorMs + roundingMs) continue;
        tell(
          at,
          deviceId,
          `${Math.round(errorMs)} ms wrong, and says at most ${Math.round(event.clockErrorMs)}`,
        );
      }
    }
  },
};
