import type { DeviceJournal } from '../journal.ts';
import { hadAudio, type SteadySpan, steadySpansOf } from '../oracle/life-of-device.ts';
import { mayBeLate, type PlaceVoices } from '../oracle/place-voices.ts';
import type { Voice, Want } from '../oracle/what-sounds.ts';
import { type Invariant, slackOf } from './invariant.ts';

/** Sound is committed ahead of its start; what changes later than this comes too late for it. */
const aheadMs = 15_000;

const hasEnded = ({ spooled }: DeviceJournal, id: string, before: number): boolean =>
  spooled.some(({ at, event }) => at < before && event.type === 'ended' && event.itemId === id);

/** An edit has moved to a later time what it has sounded already: nothing is played twice. */
const hasSounded = ({ spooled }: DeviceJournal, id: string, before: number): boolean =>
  spooled.some(
    ({ at, event }) =>
      at < before && event.type === 'ended' && event.itemId === id && event.startedAt !== null,
  );

const hour = 3_600_000;

/** Audio that came after its start may have begun anew then, and made the others of its session wait. */
const mayHaveWaited = (wants: readonly Want[], { from, to }: Voice, journal: DeviceJournal): boolean =>
  wants.some(
    ({ late, startAt, latestEndAt, sha256 }) =>
      late === 'restart' &&
      sha256 !== null &&
      startAt < to &&
      latestEndAt > from - hour &&
      !hadAudio(journal, sha256, startAt - aheadMs, startAt),
  );

/** What a device that lacked nothing had to sound of a voice; null when it may have lacked something. */
const dueOf = (
  voice: Voice,
  span: SteadySpan,
  said: PlaceVoices,
  journal: DeviceJournal,
): { sha256: string; from: number; to: number } | null => {
  const { want, from, to, origin } = voice;
  if (want.sha256 === null) return null;
  const readyAt = span.from + aheadMs;
  const isLate = want.startAt < readyAt;
  const dueFrom = Math.max(from, readyAt);
  const end = want.loop ? to : Math.min(to, origin + want.audioMs);
  if (to > span.to || end - dueFrom < 1_000) return null;
  // Who comes late joins what may be joined, unless it has told already what became of it.
  const mayJoin = want.late === 'join' && want.resume === 'resume' && !hasEnded(journal, want.id, dueFrom);
  if (isLate && !mayJoin) return null;
  if (hasSounded(journal, want.id, dueFrom)) return null;
  if (!hadAudio(journal, want.sha256, dueFrom - aheadMs, end)) return null;
  if (mayBeLate(said.wants, span.from - 6 * hour, readyAt)) return null;
  if (mayHaveWaited(said.wants, voice, journal)) return null;
  return { sha256: want.sha256, from: dueFrom, to: end };
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
