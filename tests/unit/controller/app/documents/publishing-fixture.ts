import { afterEach, beforeEach } from 'vitest';
import type { Publisher } from '../../../../../controller/app/documents/publisher.ts';
import { createPublishingWorld, type PublishingWorld } from '../../../../support/publishing-world.ts';

/** A fresh world for each test; publishers started in it are stopped after it. */
export const usePublishingWorld = () => {
  let current: PublishingWorld | null = null;
  const running: Publisher[] = [];
  const world = (): PublishingWorld => {
    if (!current) throw new Error('The world exists within a test only.');
    return current;
  };
  beforeEach(async () => {
    current = await createPublishingWorld();
  });
  afterEach(async () => {
    for (const publisher of running.splice(0)) await publisher.stop();
    await world().store.close();
  });
  return {
    world,
    started: async (
      overrides: Parameters<PublishingWorld['createPublisher']>[0] = {},
    ): Promise<Publisher> => {
      const publisher = await world().createPublisher(overrides);
      running.push(publisher);
      await publisher.start();
      return publisher;
    },
    titlesOf: async (areaKey: string) => (await world().program(areaKey)).items.map((item) => item.title),
    versionOf: async (areaKey: string) => (await world().program(areaKey)).version,
  };
};
