import type { HeldDocuments } from '../oracle/sealed-documents.ts';
import { allowedUntil, exceptionOf } from '../oracle/what-sounds.ts';
import type { Invariant } from './invariant.ts';
import { slackOf } from './invariant.ts';

const hourMs = 3_600_000;
const answerMs = 1_000;

/** Between 22:00 and 04:30 no policy of any world allows a sound. */
const isNight = (at: number): boolean => {
  const sinceMidnight = (at + 7 * hourMs) % (24 * hourMs);
  return sinceMidnight >= 22 * hourMs || sinceMidnight < 4.5 * hourMs;
};

/** Until when the documents let an item sound; forever for an emergency. */
const limitOf = (itemId: string, { program, policy, announcements, above }: HeldDocuments): number => {
  const item = program?.items.find(({ id }) => id === itemId);
  if (item) {
    if (item.class === 'emergency') return Number.POSITIVE_INFINITY;
    return Math.max(allowedUntil(policy, item.startAt) ?? 0, exceptionOf(item));
  }
  const said = [...(announcements ? [announcements] : []), ...above]
    .flatMap((document) => document.announcements)
    .find(({ id }) => id === itemId);
  if (!said || said.kind === 'stop') return 0;
  return said.kind === 'emergency' ? Number.POSITIVE_INFINITY : (allowedUntil(policy, said.startAt) ?? 0);
};

const hasPermission = (itemId: string, { program, announcements, above }: HeldDocuments): boolean =>
  (program?.items.some(({ id, exception }) => id === itemId && exception !== undefined) ?? false) ||
  [...(announcements ? [announcements] : []), ...above].some((document) =>
    document.announcements.some(({ id, kind }) => id === itemId && kind === 'emergency'),
  );

/** At night nothing sounds but an emergency, or what somebody has approved for the night. */
export const quietHours: Invariant = {
  name: 'quiet hours are quiet',
  judge: ({ journal, time, history }, tell) => {
    for (const [deviceId, ofDevice] of journal.devices()) {
      const epochs = history.epochs(ofDevice, time.now());
      for (const sound of ofDevice.sounds) {
        const slack = slackOf(ofDevice, sound);
        for (const epoch of epochs) {
          const from = Math.max(sound.from, epoch.from + answerMs);
          const to = Math.min(sound.to, epoch.to);
          if (to - from < 100) continue;
          const { docs } = history.said(deviceId, epoch.documents);
          if (to > limitOf(sound.itemId, docs) + slack) {
            tell(from, deviceId, `${sound.itemId} sounds past what the policy allows`);
          }
          const isDark = isNight(from + slack) && isNight(to - slack);
          if (isDark && !hasPermission(sound.itemId, docs)) {
            tell(from, deviceId, `${sound.itemId} sounds in the night`);
          }
        }
      }
    }
  },
};
