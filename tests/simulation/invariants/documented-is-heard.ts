import type { DeviceJournal } from '../journal.ts';
import { hadAudio, type SteadySpan, steadySpansOf } from '../oracle/life-of-device.ts';
import { mayBeLate, type PlaceVoices } from '../oracle/place-voices.ts';
import type { Voice } from '../oracle/what-sounds.ts';
import { type Invariant, slackOf } from './invariant.ts';

/** Sound is committed ahead of its start; what changes later than this comes too late for it. */
const aheadMs = 15_000;

/** What a device that lacked nothing had to sound of a voice; null when it may have lacked something. */
const dueOf = (
  { want, from, to, origin }: Voice,
  span: SteadySpan,
  said: PlaceVoices,
  journal: DeviceJournal,
): { sha256: string; from: number; to: number } | null => {
  if (want.sha256 === null || want.startAt < span.from + aheadMs) return null;
  const end = want.loop ? to : Math.min(to, origin + want.audioMs);
  if (to > span.to || end - from < 1_000) return null;
  if (!hadAudio(journal, want.sha256, from - aheadMs, end)) return null;
  if (mayBeLate(said.wants, span.from - 6 * 3_600_000, span.from + aheadMs)) return null;
  return { sha256: want.sha256, from, to: end };
};

/** A loudspeaker with power, time, documents and audio sounds everything that its documents say, and whole. */
export const documentedIsHeard: Invariant = {
  name: 'what the held documents say is heard',
  judge: ({ journal, time, history }, tell) => {
    for (const [deviceId, ofDevice] of journal.devices()) {
      for (const span of steadySpansOf(ofDevice, history.epochs(ofDevice, time.now()))) {
        if (span.to - span.from < aheadMs) continue;
        const said = history.said(deviceId, span.documents);
        for (const voice of said.voices()) {
          if (voice.to <= span.from || voice.from >= span.to) continue;
          const due = dueOf(voice, span, said, ofDevice);
          if (!due) continue;
          const { id } = voice.want;
          const slack = slackOf(ofDevice, { itemId: id, from: due.from });
          const heardMs = ofDevice.sounds
            .filter(({ itemId }) => itemId === id)
            .reduce(
              (sum, { from, to }) => sum + Math.max(0, Math.min(to, due.to) - Math.max(from, due.from)),
              0,
            );
          if (heardMs < due.to - due.from - slack - 1_000) {
            tell(due.from, deviceId, `${id} was heard for ${Math.round(heardMs)} of ${due.to - due.from} ms`);
          }
        }
      }
    }
  },
};
