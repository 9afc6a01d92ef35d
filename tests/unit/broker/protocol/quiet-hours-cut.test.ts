import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  announcementCandidates,
  itemCandidates,
  type PolicyDocument,
  type ProgramItem,
  timeline,
} from '#protocol';
import {
  announcementsAt,
  emergencyAt,
  itemAt,
  morning,
  policyAt,
  programAt,
} from '../../../support/device-documents.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const vietnamMinutes = 7 * 60;
const place = { clusterId: 'cluster-1', zoneKey: null };
const issuedAt = morning - day;
const spanMinutes = 3 * 1_440;

/** Windows as a policy lists them: sorted, not overlapping, some of them touching. Minutes from `issuedAt`. */
const anyWindows = fc
  .array(fc.record({ gap: fc.constantFrom(0, 0, 30, 300, 700), length: fc.integer({ min: 1, max: 900 }) }), {
    maxLength: 8,
  })
  .map((drafts) => {
    const windows: { from: number; to: number }[] = [];
    for (const { gap, length } of drafts) {
      const from = (windows.at(-1)?.to ?? 0) + gap;
      windows.push({ from, to: from + length });
    }
    return windows;
  });
const anyPolicy = fc.option(anyWindows, { freq: 4 });
type Windows = readonly { from: number; to: number }[] | null;

const documentOf = (windows: Windows): PolicyDocument | null =>
  windows &&
  policyAt(issuedAt, {
    allowed: windows.map(({ from, to }) => ({
      startAt: issuedAt + from * minute,
      endAt: issuedAt + to * minute,
    })),
  });

/** Whether a minute is allowed, read straight off the rule. */
const isAllowed = (windows: Windows, at: number): boolean => {
  if (windows) return windows.some(({ from, to }) => at >= from && at < to);
  const ofDay = (Math.floor(issuedAt / minute) + at + vietnamMinutes) % 1_440;
  return ofDay >= 5 * 60 && ofDay < 21 * 60;
};

/** The first minute from `start` on at which quiet hours are, walking; the start itself when it lies in them. */
const walk = (windows: Windows, start: number): number => {
  let at = start;
  while (at < 3 * spanMinutes && isAllowed(windows, at)) at += 1;
  return at;
};

const anyItem = fc.record({
  startM: fc.integer({ min: 0, max: spanMinutes }),
  lengthM: fc.integer({ min: 1, max: 400 }),
  slackM: fc.integer({ min: 0, max: 200 }),
  exceptionM: fc.option(fc.integer({ min: -60, max: 900 }), { freq: 3 }),
  class: fc.constantFrom('normal' as const, 'priority' as const),
  resume: fc.constantFrom('resume' as const, 'skip' as const, 'restart' as const),
});

const toItem = (draft: typeof anyItem extends fc.Arbitrary<infer T> ? T : never, n: number): ProgramItem => {
  const { startM, lengthM, slackM, exceptionM, ...rest } = draft;
  const startAt = issuedAt + startM * minute;
  const endAt = startAt + lengthM * minute;
  const exception = { id: 'x', reason: 'bão', approvedBy: 'Chủ tịch' };
  return itemAt(`item-${n}`, startAt, {
    ...rest,
    endAt,
    latestEndAt: endAt + slackM * minute,
    ...(exceptionM === null ? {} : { exception: { ...exception, until: startAt + exceptionM * minute } }),
  });
};

describe('quiet hours, whatever the policy', () => {
  it('refuse what is planned to start in them, and cut what would run into them', () => {
    fc.assert(
      fc.property(anyPolicy, anyItem, (windows, draft) => {
        const item = toItem(draft, 0);
        const program = programAt(issuedAt, [item], { expiresAt: issuedAt + 100 * day });
        const { candidates, refused } = itemCandidates(program, documentOf(windows), place);
        const quietM = walk(windows, draft.startM);
        const exceptionM = draft.startM + (draft.exceptionM ?? 0);
        const endM = Math.max(quietM, exceptionM);
        if (endM <= draft.startM) {
          expect(refused).toMatchObject([{ id: item.id, reason: 'quiet-hours' }]);
          expect(candidates).toEqual([]);
          return;
        }
        expect(refused).toEqual([]);
        expect(candidates[0]?.startAt).toBe(item.startAt);
        const endAt = Math.min(item.endAt, issuedAt + endM * minute);
        expect(candidates[0]).toMatchObject({ endAt, cutBy: endAt < item.endAt ? 'quiet-hours' : null });
      }),
      { numRuns: 500 },
    );
  });

  it('are silent but for emergencies and approved exceptions, also after a take-over and a restart', () => {
    const anyEmergency = fc.option(
      fc.record({
        startM: fc.integer({ min: 0, max: spanMinutes }),
        lengthM: fc.integer({ min: 1, max: 300 }),
      }),
      { freq: 3 },
    );
    fc.assert(
      fc.property(anyPolicy, fc.array(anyItem, { maxLength: 6 }), anyEmergency, (windows, drafts, alarm) => {
        const policy = documentOf(windows);
        const program = programAt(issuedAt, drafts.map(toItem), { expiresAt: issuedAt + 100 * day });
        const announced = alarm
          ? [emergencyAt('alarm', issuedAt + alarm.startM * minute, alarm.lengthM * minute)]
          : [];
        const segments = timeline([
          ...itemCandidates(program, policy, place).candidates,
          ...announcementCandidates(
            announcementsAt(issuedAt, announced, { expiresAt: issuedAt + 100 * day }),
            policy,
            place,
          ).candidates,
        ]);
        for (const { candidate, startAt, endAt } of segments) {
          if (candidate.subject.kind === 'announcement') continue;
          const { exception } = candidate.subject.item;
          for (let at = (startAt - issuedAt) / minute; at < (endAt - issuedAt) / minute; at += 1) {
            const isExcepted = exception !== undefined && issuedAt + at * minute < exception.until;
            expect(isExcepted || isAllowed(windows, at)).toBe(true);
          }
        }
        // Neither do they shorten an emergency.
        const heard = segments.filter(({ candidate }) => candidate.id === 'alarm');
        if (alarm)
          expect(heard[0]).toMatchObject({ startAt: announced[0]?.startAt, endAt: announced[0]?.endAt });
      }),
      { numRuns: 200 },
    );
  });

  it('silence tests, exercises and live voice as they silence a bulletin', () => {
    fc.assert(
      fc.property(
        anyPolicy,
        fc.constantFrom('exercise' as const, 'test' as const, 'live' as const),
        fc.integer({ min: 0, max: spanMinutes }),
        fc.integer({ min: 1, max: 300 }),
        (windows, kind, startM, lengthM) => {
          const sounding = emergencyAt('one', issuedAt + startM * minute, lengthM * minute);
          const document = announcementsAt(issuedAt, [{ ...sounding, kind }], {
            expiresAt: issuedAt + 100 * day,
          });
          const [candidate] = announcementCandidates(document, documentOf(windows), place).candidates;
          const quietM = walk(windows, startM);
          if (quietM === startM) expect(candidate).toBeUndefined();
          else expect(candidate?.endAt).toBe(Math.min(sounding.endAt, issuedAt + quietM * minute));
        },
      ),
      { numRuns: 200 },
    );
  });
});
