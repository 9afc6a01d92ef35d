import type { DeviceJournal, Sound } from '../journal.ts';
import { type History, mayBeLate, type PlaceVoices } from '../oracle/place-voices.ts';
import { type Invariant, slackOf } from './invariant.ts';

/** What a device does in answer to a new document, and how long it may take. */
const answerMs = 1_000;

/** Where the audio is at `t`, or why it should not be there. */
const judgeAt = (said: PlaceVoices, sound: Sound, t: number, slack: number): string | null => {
  const want = said.wants.find(({ id }) => id === sound.itemId);
  if (!want) return 'no document that it held names it';
  if (want.sha256 !== sound.sha256) return 'another audio than the document names';
  const voices = said
    .voices()
    .filter(({ want: { id }, from, to }) => id === sound.itemId && from - slack <= t && t <= to + slack);
  const isLoose = mayBeLate(said.wants, want.startAt, Math.max(want.latestEndAt, want.endAt));
  if (voices.length === 0) {
    if (!isLoose) return 'the documents give the loudspeaker to something else then';
    const last = Math.max(want.endAt, want.late === 'restart' ? want.latestEndAt : 0);
    return t >= want.startAt - slack && t <= last + slack ? null : 'outside of its slot';
  }
  const position = sound.positionMs + (t - sound.from);
  const isAt = (expected: number): boolean => {
    const distance = Math.abs(position - expected);
    const wrapped = sound.loop && want.audioMs > 0 ? distance % want.audioMs : distance;
    return Math.min(wrapped, sound.loop ? Math.abs(want.audioMs - wrapped) : wrapped) <= slack;
  };
  // By a clock that is a minute wrong two stretches of one item may be meant.
  const expected = voices.map(({ origin }) => t - origin);
  if (isLoose || expected.some(isAt)) return null;
  return `at position ${Math.round(position)} instead of ${expected.map(Math.round).join(' or ')}`;
};

const judgeSound = (
  deviceId: string,
  journal: DeviceJournal,
  sound: Sound,
  history: History,
  end: number,
): string | null => {
  const slack = slackOf(journal, sound);
  for (const epoch of history.epochs(journal, end)) {
    const from = Math.max(sound.from, epoch.from + answerMs);
    const to = Math.min(sound.to, epoch.to);
    if (to - from < 100) continue;
    const said = history.said(deviceId, epoch.documents);
    for (const t of [from + 50, (from + to) / 2, to - 50]) {
      const wrong = judgeAt(said, sound, t, slack);
      if (wrong !== null) return wrong;
    }
  }
  return null;
};

/** What sounded is what the held documents say, at the place in the audio where an always-on device would be. */
export const heardIsDocumented: Invariant = {
  name: 'what sounds is what the held documents say',
  judge: ({ journal, time, history }, tell) => {
    for (const [deviceId, ofDevice] of journal.devices()) {
      for (const sound of ofDevice.sounds) {
        const wrong = judgeSound(deviceId, ofDevice, sound, history, time.now());
        if (wrong !== null) tell(sound.from, deviceId, `${sound.itemId}: ${wrong}`);
      }
    }
  },
};
