import { beforeEach, describe, expect, it, vi } from 'vitest';
import { topics } from '#protocol';
import type { DocumentStore } from '../../../../../controller/app/ports/store/documents.ts';
import type { Store } from '../../../../../controller/app/ports/store.ts';
import {
  communes,
  openDocument,
  type PublishingWorld,
  testSession,
} from '../../../../support/publishing-world.ts';
import { settle } from '../../../../support/virtual-clock.ts';
import { usePublishingWorld } from './publishing-fixture.ts';

const fixture = usePublishingWorld();
const { started, titlesOf } = fixture;
let world: PublishingWorld;
beforeEach(() => {
  world = fixture.world();
});
const [caoXa, vinhLai] = communes;

describe('when the link is down', () => {
  it('stores changes and publishes them when it is up again', async () => {
    const publisher = await started();
    world.link.setUp(false);
    await world.place(['2026-11-24'], ['bul_a']);
    await publisher.publishAreas('all');
    expect(await titlesOf(caoXa)).toEqual([]);
    expect((await world.store.documents.get(topics.program(caoXa)))?.published).toBe(false);
    world.link.setUp(true);
    await vi.waitFor(async () => {
      expect((await world.store.documents.all()).every((row) => row.published)).toBe(true);
    });
    expect(await titlesOf(caoXa)).toEqual(['Bản tin bul_a']);
  });

  it('gives a broker that lost everything all documents again once it is back', async () => {
    await started();
    const before = new Map(world.link.retained);
    world.link.setUp(false);
    world.link.retained.clear();
    world.link.setUp(true);
    await vi.waitFor(() => expect(world.link.retained).toEqual(before));
  });

  it('never sends an older document after a newer one, though it was read before', async () => {
    let whileReading: () => Promise<void> = async () => undefined;
    const all: DocumentStore['all'] = async () => {
      const rows = await world.store.documents.all();
      await whileReading();
      return rows;
    };
    const publisher = await started({
      store: { ...world.store, documents: { ...world.store.documents, all } },
    });
    await world.place(['2026-11-24'], ['bul_a']);
    whileReading = () => publisher.publishAreas([caoXa]);
    await publisher.republishAll();
    expect(await titlesOf(caoXa)).toEqual(['Bản tin bul_a']);
  });

  it('starts all the same', async () => {
    world.link.setUp(false);
    await started();
    expect(await world.store.documents.all()).toHaveLength(1 + 2 + 3 * communes.length);
    expect(world.link.published).toEqual([]);
  });
});

describe('when something fails', () => {
  it('tries again what the broker refused', async () => {
    const publisher = await started();
    await world.place(['2026-11-24'], ['bul_a']);
    world.link.beforePublish = () => Promise.reject(new Error('refused'));
    await publisher.publishAreas([caoXa]);
    expect(await titlesOf(caoXa)).toEqual([]);
    world.link.beforePublish = () => undefined;
    await publisher.tick();
    expect(await titlesOf(caoXa)).toEqual(['Bản tin bul_a']);
  });

  it('tries again what the database refused', async () => {
    let isFailing = false;
    const transaction: Store['transaction'] = (work) =>
      isFailing ? Promise.reject(new Error('disk full')) : world.store.transaction(work);
    const publisher = await started({ store: { ...world.store, transaction } });
    await world.place(['2026-11-24'], ['bul_a']);
    isFailing = true;
    await publisher.publishAreas([caoXa]);
    expect(await titlesOf(caoXa)).toEqual([]);
    isFailing = false;
    await publisher.tick();
    expect(await titlesOf(caoXa)).toEqual(['Bản tin bul_a']);
  });

  it('goes on storing while a broker does not answer, and gives up waiting for it', async () => {
    const publisher = await started();
    world.link.beforePublish = () => new Promise<void>(() => undefined);
    const stuck = publisher.publishAreas([caoXa]);
    await world.place(['2026-11-24'], ['bul_a']);
    let isOver = false;
    const all = Promise.all([stuck, publisher.publishAreas([vinhLai])]).then(() => {
      isOver = true;
    });
    while (!isOver) {
      await settle();
      await world.clock.advance(10_000);
    }
    await all;
    const stored = await world.store.documents.get(topics.program(vinhLai));
    expect(stored?.published).toBe(false);
    expect(JSON.stringify(await openDocument(stored?.jws ?? '', world.signers))).toContain('Bản tin bul_a');
  });

  it('plans around a session whose rule cannot be read', async () => {
    await world.store.sessions.put(testSession({ id: 'ses_broken', rrule: 'FREQ=SOMETIMES' }));
    await world.place(['2026-11-24'], ['bul_a']);
    await started();
    expect(await titlesOf(caoXa)).toEqual(['Bản tin bul_a']);
  });
});
