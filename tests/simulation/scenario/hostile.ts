import { topics } from '#protocol';
import type { Chance } from '../engine/chance.ts';
import { tamper } from '../engine/sealing.ts';
import type { World } from '../world.ts';

/** Names what no honest document ever names. */
export const evil = 'evil';

/** In what is signed with the real key, by a thief of old documents or a controller of years ahead. */
export const realKeyMark = 'signed with the real key';

const dayMs = 24 * 3_600_000;

/** Whoever has the broker's credentials, or the broker itself, and no key. */
export const createIntruder = (world: World, chance: Chance) => {
  const { broker, sealing, country, time } = world;
  const sha256 = country.assets[0]?.sha256 ?? '';

  const header = (topic: string, lasts = dayMs) => {
    const now = Math.floor(time.now());
    return { topic, version: now + dayMs, issuedAt: now - 1_000, expiresAt: now + lasts };
  };
  const evilItem = (at: number) => ({
    id: `${evil}-${at}`,
    sessionId: evil,
    title: evil,
    class: 'priority',
    startAt: at,
    endAt: at + 60_000,
    order: -1,
    targetSet: 'all',
    volume: 100,
    late: 'join',
    resume: 'resume',
    source: { kind: 'asset', sha256 },
    exception: { id: evil, reason: evil, approvedBy: evil, until: at + dayMs },
  });
  const evilProgram = (areaKey: string, lasts = dayMs) => {
    const at = Math.floor(time.now()) + chance.int(5, 900) * 1_000;
    return {
      schema: 'tt/program/1',
      ...header(topics.program(areaKey), lasts),
      areaKey,
      horizonEnd: at + dayMs,
      targetSets: { all: { all: true } },
      items: [evilItem(at)],
      assets: {},
    };
  };
  const evilAlarm = (areaKey: string) => {
    const at = Math.floor(time.now());
    const { exception: _, late: __, resume: ___, order: ____, ...sound } = evilItem(at);
    return {
      schema: 'tt/announcements/1',
      ...header(topics.announcements(areaKey)),
      areaKey,
      targetSets: { all: { all: true } },
      announcements: [{ ...sound, kind: 'emergency', repeat: true }],
      assets: {},
    };
  };
  const openNight = (areaKey: string) => {
    const now = Math.floor(time.now());
    return {
      schema: 'tt/policy/1',
      ...header(topics.policy(areaKey)),
      areaKey,
      allowed: [{ startAt: now - dayMs, endAt: now + 9 * dayMs }],
      caps: [],
    };
  };

  const put = (topic: string, payload: string): void => {
    world.trace.note(time.now(), `intruder writes to ${topic}`);
    broker.publishDown(topic, payload, chance.maybe(0.3));
  };
  const areaTopics = (areaKey: string) => [
    topics.program(areaKey),
    topics.policy(areaKey),
    topics.announcements(areaKey),
  ];
  const genuineOf = (topic: string): string | null => {
    const all = sealing.sealedFor(topic);
    return all.length > 0 ? chance.pick(all).jws : null;
  };

  const tricks: readonly (() => void)[] = [
    // Signed with a key of its own, under a name of its own or of ours.
    () => {
      const areaKey = chance.pick(country.communeKeys);
      const payload = chance.pick([evilProgram, evilAlarm, openNight])(areaKey);
      put(payload.topic, sealing.seal('intruder', payload));
    },
    () => {
      const payload = evilProgram(chance.pick(country.communeKeys));
      const jws = sealing.seal('intruder', payload);
      put(payload.topic, jws.replace(sealing.signer('intruder').kid, sealing.signer('signing').kid));
    },
    // Not signed at all.
    () => {
      const payload = chance.pick([evilProgram, evilAlarm])(chance.pick(country.communeKeys));
      put(payload.topic, chance.pick([JSON.stringify(payload), `~~${JSON.stringify(payload)}`]));
    },
    // Genuine, and changed by a letter.
    () => {
      const topic = chance.pick(areaTopics(chance.pick(country.communeKeys)));
      const jws = genuineOf(topic);
      if (jws !== null) put(topic, tamper(jws));
    },
    // Genuine, and yesterday's.
    () => {
      const topic = chance.pick([...areaTopics(chance.pick(country.communeKeys)), topics.keys]);
      const jws = genuineOf(topic);
      if (jws !== null) put(topic, jws);
    },
    // Genuine, and another place's.
    () => {
      const [from = '', to = from] = chance.some(country.communeKeys, 2);
      const kind = chance.int(0, 2);
      const newest = sealing.sealedFor(areaTopics(from)[kind] ?? '').at(-1);
      const onto = areaTopics(to)[chance.maybe(0.7) ? kind : chance.int(0, 2)];
      if (newest && onto !== undefined) put(onto, newest.jws);
    },
    () => {
      const [from, to] = [chance.pick(world.devices), chance.pick(world.devices)];
      const jws = genuineOf(topics.config(from.deviceId));
      if (jws !== null) put(topics.config(to.deviceId), jws);
    },
    // An answer or a command of a moment ago, and one for somebody else.
    () => {
      const [from, to] = [chance.pick(world.devices).deviceId, chance.pick(world.devices).deviceId];
      for (const topic of [topics.timeResponse, topics.playbackAck, topics.command]) {
        const jws = genuineOf(topic(from));
        if (jws !== null) put(topic(chance.maybe(0.5) ? from : to), jws);
      }
    },
    // Keys of its own, which only the root key may vouch for.
    () => {
      const now = Math.floor(time.now());
      const { kid, publicKey: jwk } = sealing.signer('intruder');
      const keys = [{ kid, jwk, notBefore: now - dayMs, notAfter: now + dayMs }];
      const payload = { schema: 'tt/keys/1', ...header(topics.keys), keys };
      put(topics.keys, sealing.seal(chance.pick(['intruder', 'signing']), payload));
    },
    // Rubbish.
    () => {
      const topic = chance.pick([topics.keys, ...areaTopics(chance.pick(country.communeKeys))]);
      put(topic, chance.pick(['', 'x', '~', '{}', 'null', '\u0000'.repeat(50), '[1', 'a~b~{"topic":1}']));
    },
    // Up: play events in another device's name, or in nobody's.
    () => {
      const [speaker, victim] = [chance.pick(world.devices), chance.pick(world.devices)];
      if (speaker === victim) return;
      const now = Math.floor(time.now());
      const event = { type: 'started', seq: 1, itemId: evil, at: now, clockErrorMs: 1, positionMs: 0 };
      const batch = {
        schema: 'tt/playback/1',
        deviceId: victim.deviceId,
        spoolId: victim.state().spool.spoolId,
        firstSeq: 1,
        events: [event],
      };
      const signedBy = chance.pick([speaker.deviceId, 'intruder', 'signing']);
      broker.publishUp(topics.playback(victim.deviceId), sealing.seal(signedBy, batch));
      broker.publishUp(topics.playback(victim.deviceId), JSON.stringify(batch));
      broker.publishUp(topics.state(victim.deviceId), chance.pick(['{}', 'x', '{"newer":["x"]}']));
    },
  ];

  return {
    /** One trick of many. */
    act: () => chance.pick(tricks)(),
    /**
     * Signed with the real key, and past its end: what a thief of an old backup of the broker has. Version and
     * topic are right, so only its expiry speaks against it.
     */
    expired: () => {
      const payload = evilProgram(chance.pick(country.communeKeys), -1);
      put(
        payload.topic,
        sealing.seal('signing', { ...payload, version: Math.floor(time.now()), realKeyMark }),
      );
    },
    /** Signed with the real key, by a controller of years ahead. */
    unknownSchema: () => {
      const areaKey = chance.pick(country.communeKeys);
      const topic = topics.program(areaKey);
      const payload = {
        schema: 'tt/program/9',
        ...header(topic),
        version: Math.floor(time.now()),
        realKeyMark,
      };
      put(topic, sealing.seal('signing', payload));
    },
  };
};
