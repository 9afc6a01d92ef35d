import { hadFullSpool } from '../journal.ts';
import { playbacksIn } from '../oracle/playback-rows.ts';
import type { World } from '../world.ts';
import type { Invariant } from './invariant.ts';
import { slackOf } from './invariant.ts';

const answerMs = 2_000;

/** When the documents that a device held about then let an item end. */
const endsOf = ({ journal, history, time }: World, deviceId: string, itemId: string, at: number): number[] =>
  history
    .epochs(journal.of(deviceId), time.now())
    .filter(({ from, to }) => from <= at + answerMs && to >= at - answerMs)
    .flatMap(({ documents }) => history.said(deviceId, documents).wants)
    .flatMap(({ id, endAt }) => (id === itemId ? [endAt] : []));

/** `played` and `interrupted` never without a sound of that audio at that time; `played` to its end. */
export const playedWasHeard: Invariant = {
  name: 'never played without a sound',
  judge: (world, tell) => {
    for (const row of playbacksIn(world)) {
      const { item_id, device_id, outcome, sha256, started_at, finished_at } = row;
      if (outcome !== 'played' && outcome !== 'interrupted') continue;
      const journal = world.journal.of(device_id);
      const sounds = journal.sounds.filter((sound) => sound.itemId === item_id && sound.sha256 === sha256);
      const [first] = sounds;
      const last = sounds.at(-1);
      if (!first || !last || started_at === null) {
        tell(row.planned_start, device_id, `${item_id} is ${outcome} and was never heard`);
        continue;
      }
      if (hadFullSpool(journal)) continue;
      const slack = slackOf(journal, first);
      if (Math.abs(first.from - started_at) > slack) {
        tell(started_at, device_id, `${item_id} is said to have begun ${started_at - first.from} ms off`);
      }
      if (outcome !== 'played' || finished_at === null) continue;
      const position = last.positionMs + (last.to - last.from);
      const length = world.lengths.get(sha256 ?? '') ?? 0;
      // An announcement that was ended early was played to that end, or until word of it came.
      const isAtItsEnd = endsOf(world, device_id, item_id, last.to).some(
        (end) => last.to >= end - slack - answerMs,
      );
      if (!last.loop && !isAtItsEnd && position < length - slack) {
        tell(
          last.to,
          device_id,
          `${item_id} is played and stopped ${Math.round(length - position)} ms early`,
        );
      }
    }
  },
};
