import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Candidate } from '#protocol';
import { createDryRuns } from '../../../../../controller/app/sessions/dry-run.ts';
import { createSessionConflicts } from '../../../../../controller/app/sessions/session-conflicts.ts';
import { createReach } from '../../../../../controller/domain/reach.ts';
import { createRuleCache } from '../../../../../controller/domain/recurrence.ts';
import { communes, createPublishingWorld, dayMs, testSession } from '../../../../support/publishing-world.ts';
import { anySituation, bringAbout, situationStart } from '../../../../support/random-situation.ts';
import { accepted } from './sessions-fixture.ts';

const partyOf = ({ id, subject }: Candidate): string =>
  subject.kind === 'item' ? subject.item.sessionId : id;

it('warns of exactly those whom the dry run of each commune shows in each other’s way', async () => {
  await fc.assert(
    fc.asyncProperty(anySituation, async ({ announcements, ...situation }) => {
      const world = await createPublishingWorld(situationStart);
      const sounding = announcements.filter(({ kind }) => kind !== 'stop');
      await bringAbout(world, { ...situation, announcements: sounding }, 4);
      const { store, clock } = world;
      // It has no running order, and counts as full where others are judged by what they play.
      await store.sessions.put(testSession({ endedAt: situationStart }));
      const after = await store.sessions.get('ses_0');
      if (!after) throw new Error('The situation has a session.');
      const places = { areas: () => world.areas, clusters: () => world.clusters };
      const deps = { store, places, parse: createRuleCache(), clock };
      const span = { from: situationStart, to: situationStart + 3 * dayMs };

      const { displacements } = await createSessionConflicts(deps)(
        { before: null, after, placed: null, communes, span, now: situationStart },
        createReach(world.areas, '2026-11-23'),
      );
      const told = displacements.flatMap(({ loser, taker, communes: where }) =>
        where.map((areaKey) => `${areaKey} ${loser.id} ${taker.id}`),
      );

      const dryRuns = createDryRuns(deps);
      const shown = new Set<string>();
      for (const areaKey of communes) {
        const note = (loser: string, taker: Candidate | null): void => {
          if (taker && partyOf(taker) !== loser) shown.add(`${areaKey} ${loser} ${partyOf(taker)}`);
        };
        const { sounds, silent } = accepted(await dryRuns({ areaKey, clusterId: null, ...span }));
        for (const { candidate, by, delayedBy } of sounds) {
          if (candidate.subject.kind !== 'item') continue;
          note(partyOf(candidate), by);
          note(partyOf(candidate), delayedBy);
        }
        for (const { subject, by } of silent) if (subject.kind === 'item') note(subject.item.sessionId, by);
      }
      const ofItself = (pair: string) => pair.split(' ').includes(after.id);
      expect([...new Set(told.filter(ofItself))].sort()).toEqual([...shown].filter(ofItself).sort());
      await store.close();
    }),
    { numRuns: 20 },
  );
}, 60_000);
