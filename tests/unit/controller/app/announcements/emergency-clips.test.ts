import { beforeEach, describe, expect, it } from 'vitest';
import { programDocument, topics } from '#protocol';
import { openDocument, putBulletin } from '../../../../support/publishing-world.ts';
import { composed, testTone } from '../../../../support/test-announcing.ts';
import { waitUntil } from '../../../../support/wait-until.ts';
import { type AnnouncingField, caoXa, tuXa, useAnnouncing } from './announcing-fixture.ts';

const current = useAnnouncing();
let field: AnnouncingField;
beforeEach(() => {
  field = current();
});

const clip = 'f'.repeat(64);
const held = async (areaKey: string): Promise<string[]> => {
  const jws = field.link.retained.get(topics.program(areaKey)) ?? '';
  return Object.keys(programDocument.parse(await openDocument(jws, field.signers)).assets).sort();
};
const untilHeld = (areaKey: string, sha256: string) =>
  waitUntil('the program to name it', async () => (await held(areaKey)).includes(sha256));

describe('the programs of communes', () => {
  it('hold the test tone, the clips of the areas above, and the exercises made of them', async () => {
    await untilHeld(caoXa.key, composed.sha256);
    expect(await held(caoXa.key)).toEqual([testTone.sha256, composed.sha256, clip].sort());
    await untilHeld(tuXa.key, composed.sha256);
  });

  it('hold the clips of their own commune, and not those of others', async () => {
    await putBulletin(field.store, 'bul_dyke', 'd', 1, { class: 'emergency', areaKey: caoXa.key });
    field.events.emit({
      type: 'bulletin',
      areaKey: caoXa.key,
      bulletinId: 'bul_dyke',
      audioState: 'ready',
      progress: 1,
    });
    await untilHeld(caoXa.key, 'd'.repeat(64));
    await field.announcing.publisher.publishAreas('all');
    expect(await held(tuXa.key)).not.toContain('d'.repeat(64));
  });

  it('do not hold what is no emergency clip, or none any more', async () => {
    await putBulletin(field.store, 'bul_news', 'e', 1, { areaKey: caoXa.key });
    await putBulletin(field.store, 'bul_flood', 'f', 5, { class: 'emergency', approval: 'withdrawn' });
    field.events.emit({
      type: 'bulletin',
      areaKey: caoXa.key,
      bulletinId: 'bul_news',
      audioState: 'ready',
      progress: 1,
    });
    await field.announcing.publisher.publishAreas('all');
    expect(await held(caoXa.key)).toEqual([testTone.sha256]);
  });

  it('are issued anew at a start that finds another clip in the database', async () => {
    await untilHeld(caoXa.key, composed.sha256);
    await putBulletin(field.store, 'bul_dyke', 'd', 1, { class: 'emergency', areaKey: caoXa.key });
    await field.restart();
    expect(await held(caoXa.key)).toContain('d'.repeat(64));
  });
});

it('an exercise is made once, whoever asks, and is there after a restart', async () => {
  const asset = await field.store.assets.get(clip);
  if (!asset) throw new Error('no clip');
  const { clips } = field.announcing;
  const [one, other] = await Promise.all([clips.exercise(asset), clips.exercise(asset)]);
  expect(one).toEqual(other);
  expect(await clips.hasExercise(asset)).toBe(true);
  await field.restart();
  expect(await field.announcing.clips.hasExercise(asset)).toBe(true);
  expect(await field.store.assets.isServable(composed.sha256)).toBe(true);
});
