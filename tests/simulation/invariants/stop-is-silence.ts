import { type Invariant, slackOf } from './invariant.ts';

const answerMs = 1_000;

/** While a loudspeaker holds a stop that means it, nothing sounds, whatever else it holds. */
export const stopIsSilence: Invariant = {
  name: 'a stop is silence',
  judge: ({ journal, time, history }, tell) => {
    for (const [deviceId, ofDevice] of journal.devices()) {
      for (const epoch of history.epochs(ofDevice, time.now())) {
        const { wants } = history.said(deviceId, epoch.documents);
        for (const stop of wants.filter(({ rank }) => rank === 4)) {
          for (const sound of ofDevice.sounds) {
            const slack = slackOf(ofDevice, sound);
            const from = Math.max(sound.from, epoch.from + answerMs, stop.startAt + slack);
            const to = Math.min(sound.to, epoch.to, stop.endAt - slack);
            if (to > from) tell(from, deviceId, `${sound.itemId} sounds under the stop ${stop.id}`);
          }
        }
      }
    }
  },
};
