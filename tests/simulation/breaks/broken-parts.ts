import type { AnnouncementsDocument, PolicyDocument } from '#protocol';
import { readDocument } from '../../../device-sim/device/reading.ts';
import type { RunPlan } from '../run-world.ts';
import { withAreas, withDocuments, withTransactions } from './alterations.ts';
import type { Breaks } from './breaks.ts';

/** A whole week is open to sound. */
const openAllDay: PolicyDocument = {
  schema: 'tt/policy/1',
  topic: 'none',
  version: 1,
  issuedAt: Date.UTC(2026, 0, 1),
  expiresAt: Date.UTC(2027, 0, 1),
  areaKey: '25.20200101',
  allowed: [{ startAt: Date.UTC(2026, 0, 1), endAt: Date.UTC(2027, 0, 1) }],
  caps: [],
};

/** Seven letters of an id are as good as a die, and the same at every throw. */
const isUnlucky = (id: string): boolean =>
  [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 3 === 0;

const withoutStops = (document: AnnouncementsDocument): AnnouncementsDocument => ({
  ...document,
  announcements: document.announcements.filter(({ kind }) => kind !== 'stop'),
});

const bodyOf = (jws: string): unknown => {
  try {
    return JSON.parse(jws.slice(jws.lastIndexOf('~{') + 1));
  } catch {
    return null;
  }
};

/** What is broken, the invariant that must say so, and the first seed of the worlds in which it is tried. */
export type BrokenPart = Readonly<{
  what: string;
  breaks: Breaks;
  caughtBy: string;
  seed: number;
  plan: Partial<RunPlan>;
}>;

export const brokenParts: readonly BrokenPart[] = [
  {
    what: 'an amplifier that plays an echo two seconds behind',
    breaks: {
      play: (play) => [
        play,
        { ...play, playId: `${play.playId} again`, startAt: play.startAt + 2_000, endAt: play.endAt + 2_000 },
      ],
    },
    caughtBy: 'never two sounds at once',
    seed: 7,
    plan: { troublesADay: 0 },
  },
  {
    what: 'a firmware that knows no quiet hours',
    breaks: {
      plan: (plan) => withAreas(plan, (area) => ({ ...area, policy: openAllDay })),
    },
    caughtBy: 'quiet hours are quiet',
    seed: 7,
    plan: { troublesADay: 0 },
  },
  {
    what: 'a firmware that takes every signature for good',
    breaks: {
      judge: (judge) => (jws, keys, topic) => {
        const verdict = judge(jws, keys, topic);
        const [key] = keys;
        return verdict.ok || !key ? verdict : { ok: true, kid: key.kid, reading: readDocument(bodyOf(jws)) };
      },
    },
    caughtBy: 'nothing unsigned, expired, replayed or misplaced',
    seed: 4,
    plan: { troublesADay: 40 },
  },
  {
    what: 'a firmware that takes every document for a newer one',
    breaks: {
      judge: (judge) => {
        let version = 1e13;
        return withDocuments(judge, (document, topic) => {
          if (!topic.includes('/areas/')) return document;
          version += 1;
          return { ...document, version };
        });
      },
    },
    caughtBy: 'nothing unsigned, expired, replayed or misplaced',
    seed: 4,
    plan: { troublesADay: 40 },
  },
  {
    what: 'a firmware that does not ask for which topic a document was signed',
    breaks: {
      judge: (judge) => withDocuments(judge, (document, topic) => ({ ...document, topic })),
    },
    caughtBy: 'nothing unsigned, expired, replayed or misplaced',
    seed: 4,
    plan: { troublesADay: 80 },
  },
  {
    what: 'a firmware that does not know what a stop is',
    breaks: {
      plan: (plan) => {
        const deaf = withAreas(plan, (area) => ({
          ...area,
          announcements: area.announcements && withoutStops(area.announcements),
        }));
        return (question) => deaf({ ...question, ancestors: question.ancestors.map(withoutStops) });
      },
    },
    caughtBy: 'a stop is silence',
    seed: 3,
    plan: { troublesADay: 0 },
  },
  {
    what: 'a firmware that does not read which keys are revoked',
    breaks: {
      judge: (judge) =>
        withDocuments(judge, (document) =>
          document.schema === 'tt/keys/1'
            ? { ...document, keys: document.keys.map(({ revokedAt: _, ...key }) => key) }
            : document,
        ),
    },
    caughtBy: 'a revoked key has no voice',
    seed: 3,
    plan: { troublesADay: 0 },
  },
  {
    what: 'a loudspeaker that comes late and begins at the beginning',
    breaks: { play: (play) => [{ ...play, positionMs: 0 }] },
    caughtBy: 'what sounds is what the held documents say',
    seed: 10,
    plan: { troublesADay: 30 },
  },
  {
    what: 'a firmware that forgets every third item',
    breaks: {
      plan: (plan) =>
        withAreas(plan, ({ program, ...area }) => ({
          ...area,
          program: program && { ...program, items: program.items.filter(({ id }) => !isUnlucky(id)) },
        })),
    },
    caughtBy: 'what the held documents say is heard',
    seed: 10,
    plan: { troublesADay: 0 },
  },
  {
    what: 'an amplifier that reports sound and makes none',
    breaks: { isDumb: true },
    caughtBy: 'never played without a sound',
    seed: 7,
    plan: { troublesADay: 0 },
  },
  {
    what: 'a card that forgets a third of what is written on it',
    breaks: {
      append: (events) => events.filter((event) => event.type === 'gap' || !isUnlucky(event.itemId)),
    },
    caughtBy: 'one row per sound heard',
    seed: 10,
    plan: { troublesADay: 0 },
  },
  {
    what: 'a store that loses rows of the log',
    breaks: {
      store: (store) =>
        withTransactions(store, ({ playbacks, ...tx }) => ({
          ...tx,
          playbacks: {
            ...playbacks,
            insert: (rows) => playbacks.insert(rows.filter(({ itemId }) => !isUnlucky(itemId))),
            put: (rows) => playbacks.put(rows.filter(({ itemId }) => !isUnlucky(itemId))),
          },
        })),
    },
    caughtBy: 'one outcome per planned play',
    seed: 10,
    plan: { troublesADay: 0 },
  },
  {
    what: 'a store that moves its cursor without the events',
    breaks: {
      store: (store) =>
        withTransactions(store, ({ spools, ...tx }) => ({
          ...tx,
          spools: { ...spools, append: (_events, cursors) => spools.append([], cursors) },
        })),
    },
    caughtBy: 'nothing acknowledged is lost',
    seed: 7,
    plan: { troublesADay: 0 },
  },
  {
    what: 'a loudspeaker that does not go back to what a restored controller has lost',
    breaks: { keepsAck: true },
    caughtBy: 'nothing acknowledged is lost',
    seed: 14,
    plan: { troublesADay: 40 },
  },
  {
    what: 'a firmware that never believes some policies',
    breaks: {
      judge: (judge) => (jws, keys, topic) =>
        topic.endsWith('/policy') && isUnlucky(jws.slice(0, 48))
          ? { ok: false, reason: 'bad-signature' }
          : judge(jws, keys, topic),
    },
    caughtBy: 'everybody comes to hold what is stored',
    seed: 8,
    plan: { troublesADay: 0 },
  },
  {
    what: 'a directory that forgets a loudspeaker',
    breaks: {
      store: (store) => ({
        ...store,
        devices: { ...store.devices, all: async () => (await store.devices.all()).slice(1) },
      }),
    },
    caughtBy: 'coverage equals a recount',
    seed: 7,
    plan: { troublesADay: 0 },
  },
  {
    what: 'a firmware that reads the time five seconds wrong',
    breaks: {
      judge: (judge) =>
        withDocuments(judge, (document) =>
          document.schema === 'tt/time/1'
            ? { ...document, t1: document.t1 + 5_000, t2: document.t2 + 5_000 }
            : document,
        ),
    },
    caughtBy: 'clocks are no more wrong than they say',
    seed: 7,
    plan: { troublesADay: 0 },
  },
  {
    what: 'a shelf on which everything looks approved',
    breaks: {
      store: (store) => ({
        ...store,
        bulletins: {
          ...store.bulletins,
          many: async (ids) =>
            (await store.bulletins.many(ids)).map((one) => ({ ...one, approval: 'approved', airsFrom: 0 })),
        },
      }),
    },
    caughtBy: 'nothing unapproved is heard',
    seed: 7,
    plan: { troublesADay: 0 },
  },
  {
    what: 'a store that cannot be read now and then',
    breaks: {
      store: (store) => {
        let reads = 0;
        const failing = <T>(read: () => Promise<T>): Promise<T> => {
          reads += 1;
          return reads % 7 === 0 ? Promise.reject(new Error('unreadable')) : read();
        };
        return { ...store, sessions: { ...store.sessions, active: () => failing(store.sessions.active) } };
      },
    },
    caughtBy: 'the controller breaks nowhere',
    seed: 7,
    plan: { troublesADay: 0 },
  },
];
