import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSigner, ephemeralLifetimeMs, heartbeat, topics } from '#protocol';
import { programAt, testArea } from '../support/device-documents.ts';
import { heartbeatAt, minute, morning } from '../support/device-field.ts';
import {
  announcementsTopic,
  createHostileBroker,
  type HostileBroker,
  ownTopics,
} from '../support/hostile-broker.ts';
import { batchOf, createIngestField, topicsOf } from '../support/ingest-field.ts';
import { endedEvent, startedEvent } from '../support/play-events.ts';
import { createPublishingWorld } from '../support/publishing-world.ts';
import { testSigner } from '../support/test-signers.ts';
import { waitUntil } from '../support/wait-until.ts';

const day = 24 * 60 * minute;
const elsewhere = '07891.20200101';

describe('attack: a broker in hostile hands', () => {
  let field: HostileBroker;
  beforeEach(async () => {
    field = await createHostileBroker();
    await field.begin();
  });
  afterEach(() => field.stop());

  const versionOn = (topic: string) => field.state().held.get(topic)?.header.version;
  const untilHeld = (topic: string, version: number) =>
    waitUntil('a document', () => versionOn(topic) === version);
  const untilRefused = (topic: string, reason: string, since: number) =>
    waitUntil(`${reason} on ${topic}`, () => field.refusals(topic, since).includes(reason));
  const beats = () =>
    field.received.flatMap(({ kind, payload }) =>
      kind === 'heartbeat' ? [heartbeat.parse(JSON.parse(payload))] : [],
    );
  /** Own clock and truth, as far as the device knows: it must never believe what is not so. */
  const clockIsRight = (): boolean => {
    const last = beats().at(-1);
    return last?.clock === null || last?.at === null || Math.abs((last?.at ?? 0) - Date.now()) < 5_000;
  };

  it('replaces every document with its own -> refused, the genuine ones stay, nothing sounds', async () => {
    const [itsRoot, itsKey] = [await createSigner(field.stranger), await createSigner(field.later)];
    const before = new Map([...field.state().held].map(([topic, { jws }]) => [topic, jws]));
    const since = field.states.length;
    const keys = await field.keyList({
      keys: [{ kid: itsKey.kid, jwk: itsKey.publicKey, notBefore: 0, notAfter: Date.now() + day }],
    });
    await field.send(topics.keys, await itsRoot.sign(keys), true);
    const emergency = field.emergency('own', { version: Date.now() + day });
    await field.send(announcementsTopic, await itsKey.sign(emergency), true);
    await field.send(ownTopics.config, await itsKey.sign({ ...emergency, topic: ownTopics.config }));
    await field.send(topics.program(testArea), await itsKey.sign(programAt(Date.now(), [])), true);
    await untilRefused(topics.keys, 'unknown-key', since);
    await untilRefused(announcementsTopic, 'key-not-valid', since);
    await untilRefused(ownTopics.config, 'key-not-valid', since);
    expect(new Map([...field.state().held].map(([topic, { jws }]) => [topic, jws]))).toEqual(before);
    expect(await field.listen()).toEqual([]);
  });

  it('answers for the time itself -> refused; replays an answer -> ignored; the clock stays right', async () => {
    const thief = await createSigner(field.stranger);
    const exchanges = field.state().clock.exchanges;
    const replayed = field.timeAnswers.at(-1) ?? '';
    const since = field.states.length;
    let forged = 0;
    field.knobs.time = async ({ nonce, t0 }, t1) => {
      forged += 1;
      const shift = forged % 2 === 0 ? 3 * day : -3 * day;
      const now = t1 + shift;
      const header = { topic: ownTopics.time, version: now, issuedAt: now, expiresAt: now + day };
      await field.send(ownTopics.time, replayed);
      return thief.sign({
        schema: 'tt/time/1',
        ...header,
        deviceId: field.deviceId,
        nonce,
        t0,
        t1: now,
        t2: now,
      });
    };
    field.cut();
    await untilRefused(ownTopics.time, 'unknown-key', since);
    await waitUntil('another forged answer', () => forged >= 2);
    expect(field.state().clock.exchanges).toBe(exchanges);
    expect(clockIsRight()).toBe(true);
  });

  it('keeps genuine answers back for seconds -> the bound of the clock holds the truth all the same', async () => {
    field.knobs.time = async (asked, t1) => {
      const answer = await field.honestTime(asked, t1);
      const askedAt = Date.now();
      await waitUntil('a while', () => Date.now() - askedAt > 1_500);
      return answer;
    };
    const before = field.state().clock.exchanges;
    await waitUntil('answers that were kept back', () => field.state().clock.exchanges >= before + 2, {
      deadlineMs: 30_000,
    });
    const last = await waitUntil('a heartbeat', () => beats().at(-1));
    expect(Math.abs((last.at ?? 0) - Date.now())).toBeLessThan(3_000 + (last.clock?.errorMs ?? 0));
  });

  it('has a stolen key that was revoked turn the clock back -> refused', async () => {
    const since = field.states.length;
    field.knobs.time = async ({ nonce, t0 }, t1) => {
      const now = t1 - 3 * day;
      const header = { topic: ownTopics.time, version: now, issuedAt: now, expiresAt: now + 5 * day };
      return field.revoked.sign({
        schema: 'tt/time/1',
        ...header,
        deviceId: field.deviceId,
        nonce,
        t0,
        t1: now,
        t2: now,
      });
    };
    await untilRefused(ownTopics.time, 'key-not-valid', since);
    expect(clockIsRight()).toBe(true);
  });

  it('forges acknowledgements -> the device keeps its events and sends them again', async () => {
    const document = field.emergency('sounds');
    await field.send(announcementsTopic, await field.signing.sign(document));
    await waitUntil('an event', () => field.state().spool.nextSeq > 1);
    const { spoolId } = field.state().spool;
    const ack = (patch: object) => {
      const now = Date.now();
      return {
        schema: 'tt/playback-ack/1',
        topic: ownTopics.ack,
        version: field.nextVersion(),
        issuedAt: now,
        expiresAt: now + ephemeralLifetimeMs,
        deviceId: field.deviceId,
        spoolId,
        seq: 1,
        ...patch,
      };
    };
    const since = field.states.length;
    await field.send(ownTopics.ack, await (await createSigner(field.stranger)).sign(ack({})));
    await untilRefused(ownTopics.ack, 'unknown-key', since);
    await field.send(ownTopics.ack, await field.signing.sign(ack({ topic: topics.playbackAck('dev-2') })));
    await untilRefused(ownTopics.ack, 'wrong-topic', since);
    const version = field.nextVersion();
    await field.send(ownTopics.ack, await field.signing.sign(ack({ version, spoolId: 'another' })));
    await waitUntil('the acknowledgement', () => field.state().seen['playback-ack'] === version);
    expect(field.state().spool.ackedSeq).toBe(0);
    const sent = () => field.received.filter(({ kind }) => kind === 'playback').length;
    const before = sent();
    field.cut();
    await waitUntil('the events again', () => sent() > before);
  });

  it('withholds the end of an emergency -> it falls silent when its last document expires', async () => {
    const expiresAt = Date.now() + 3_000;
    await field.send(announcementsTopic, await field.signing.sign(field.emergency('endless', { expiresAt })));
    await waitUntil('the emergency', () => field.state().sounds.some(({ sounding }) => sounding));
    await waitUntil('silence', () => field.state().sounds.length === 0);
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt - 500);
    const heard = await field.listen();
    expect(heard.length).toBeGreaterThan(0);
    const [first, last] = [heard[0]?.[0] ?? 0, heard.at(-1)?.[1] ?? 0];
    expect(last - first).toBeLessThanOrEqual(3.5);
  });

  it('replays yesterday after a power cut -> refused, with the newer document as proof', async () => {
    const yesterday = await field.signing.sign(field.emergency('yesterday'));
    const lifted = field.emergency('none', { announcements: [] });
    await field.send(announcementsTopic, await field.signing.sign(lifted), true);
    await untilHeld(announcementsTopic, lifted.version);
    await field.send(announcementsTopic, yesterday, true);
    const since = field.states.length;
    await field.restart();
    await untilRefused(announcementsTopic, 'older', since);
    expect(versionOn(announcementsTopic)).toBe(lifted.version);
    expect(field.states.slice(since).flatMap(({ newer }) => newer)).toContain(
      field.state().held.get(announcementsTopic)?.jws,
    );
    expect(await field.listen()).toEqual([]);
  });

  it('brings documents in the wrong order, and before their keys -> the newest holds', async () => {
    const fresh = await createSigner(field.over);
    const list = await field.keyList({
      keys: [
        ...(await field.keyList()).keys.filter(({ kid }) => kid !== fresh.kid),
        { kid: fresh.kid, jwk: fresh.publicKey, notBefore: Date.now() - day, notAfter: Date.now() + day },
      ],
    });
    const versions = [1, 2, 3].map(() => field.emergency('none', { announcements: [] }));
    const [first, second, third] = await Promise.all(versions.map((one) => field.signing.sign(one)));
    const last = field.emergency('none', { announcements: [] });
    const unknown = await createSigner(field.stranger);
    const strange = { ...list, version: list.version + 1 };
    strange.keys = [
      ...list.keys,
      { kid: unknown.kid, jwk: unknown.publicKey, notBefore: Date.now() - day, notAfter: Date.now() + day },
    ];
    for (const jws of [third, first, second]) await field.send(announcementsTopic, jws ?? '');
    await untilHeld(announcementsTopic, versions[2]?.version ?? 0);
    const since = field.states.length;
    await field.send(announcementsTopic, await unknown.sign(last));
    await untilRefused(announcementsTopic, 'unknown-key', since);
    await field.send(topics.keys, await field.root.sign(strange));
    await untilHeld(announcementsTopic, last.version);
  });

  it('sends the emergency of another area -> refused', async () => {
    const topic = topics.announcements(elsewhere);
    const since = field.states.length;
    const foreign = await field.signing.sign(field.emergency('foreign', { topic, areaKey: elsewhere }));
    field.inject(topic, foreign);
    field.inject(announcementsTopic, foreign);
    await untilRefused(topic, 'not-followed', since);
    await untilRefused(announcementsTopic, 'wrong-topic', since);
    expect(await field.listen()).toEqual([]);
  });

  it('floods the device with documents -> it stays alive, and its memory bounded', async () => {
    const thief = await createSigner(field.stranger);
    const forged = await thief.sign(field.emergency('flood', { targetSets: { fill: { all: true } } }));
    const [, payload = '', signature = ''] = forged.split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'EdDSA', kid: field.signing.kid })).toString(
      'base64url',
    );
    const fill = 'A'.repeat(50_000);
    const heapBefore = process.memoryUsage().rss;
    for (let n = 0; n < 1_000; n += 1) {
      const topic = topics.program(n % 2 === 0 ? testArea : `${10_000 + n}.20200101`);
      field.inject(topic, `${header}.${payload}${fill}${n}.${signature}`);
    }
    const before = beats().length;
    await waitUntil('the device to go on reporting', () => beats().length >= before + 3, {
      deadlineMs: 40_000,
    });
    expect(field.state().undecided.size).toBeLessThanOrEqual(20);
    // 50 MB came in all; what is not believed is not kept.
    expect(process.memoryUsage().rss - heapBefore).toBeLessThan(300 * 1024 * 1024);
    const genuine = field.emergency('none', { announcements: [] });
    await field.send(announcementsTopic, await field.signing.sign(genuine));
    await untilHeld(announcementsTopic, genuine.version);
    expect(await field.listen()).toEqual([]);
  });

  it('revokes nothing by itself, but what the root revokes falls silent in the middle of a word', async () => {
    await field.send(announcementsTopic, await field.signing.sign(field.emergency('stolen')));
    await waitUntil('the emergency', () => field.state().sounds.some(({ sounding }) => sounding));
    const list = await field.keyList();
    const keys = list.keys.map((key) =>
      key.kid === field.signing.kid ? { ...key, revokedAt: Date.now() } : key,
    );
    await field.send(topics.keys, await field.root.sign({ ...list, keys }), true);
    await waitUntil('silence', () => field.state().sounds.length === 0);
    const understood = [...field.state().held].filter(([, { document }]) => document !== null);
    expect(understood.map(([topic]) => topic)).toEqual([topics.keys]);
    expect(field.state().config).toBeNull();
  });
});

describe('attack: a hostile broker between devices and the controller', () => {
  const mine = topicsOf('dev-1');

  it('makes up heartbeats and presence -> the device counts as reachable, and proves nothing', async () => {
    const field = await createIngestField();
    field.send(mine.presence, { online: true, at: morning });
    field.send(mine.heartbeat, heartbeatAt(morning, { playing: null }));
    await field.clock.advance(1_000);
    expect(field.presence.of('dev-1')?.state).toBe('online');
    expect(await field.store.playbacks.lastProven(0)).toEqual([]);
  });

  it('makes up play events, or replays those of another device -> dropped, nothing counted or acknowledged', async () => {
    const field = await createIngestField();
    const events = [startedEvent(), endedEvent()];
    field.send(mine.playback, await batchOf(await testSigner(), events));
    field.send(mine.playback, await batchOf(field.device, events, { deviceId: 'dev-2' }));
    field.send(mine.playback, JSON.stringify({ schema: 'tt/playback/1', deviceId: 'dev-1', events }));
    await field.ingest.drain();
    const reasons = [...field.ingest.rejected().keys()].sort();
    expect(reasons).toEqual(['playback.malformed', 'playback.unknown-key', 'playback.wrong-device']);
    expect(field.link.published.filter(({ topic }) => topic === mine.ack)).toEqual([]);
    expect(await field.store.playbacks.lastProven(0)).toEqual([]);

    field.send(mine.playback, await batchOf(field.device, events));
    await field.ingest.drain();
    expect(field.link.published.filter(({ topic }) => topic === mine.ack)).toHaveLength(1);
  });

  it('shows a document that nobody signed as newer -> the controller does not move', async () => {
    const world = await createPublishingWorld();
    const publisher = await world.createPublisher();
    await publisher.start();
    const sent = world.link.published.length;
    const far = { topic: topics.program(testArea), version: Date.now() + 1_000 * day };
    await publisher.raiseAbove(
      await (await testSigner()).sign({ schema: 'tt/program/1', ...far, issuedAt: 1, expiresAt: 2 }),
    );
    expect(world.link.published).toHaveLength(sent);
    await publisher.stop();
    await world.store.close();
  });
});
