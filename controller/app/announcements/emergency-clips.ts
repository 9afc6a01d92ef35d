import type { EventBus } from '../ports/events.ts';
import type { Log } from '../ports/runtime.ts';
import type { AssetRow } from '../ports/store/assets.ts';
import type { BulletinRow } from '../ports/store/bulletins.ts';
import type { Store } from '../ports/store.ts';
import type { AnnouncementClips } from './announcement-clips.ts';

export type EmergencyClip = Readonly<{ bulletin: BulletinRow; asset: AssetRow }>;

/** Emergency bulletins that the loudspeakers of an area hold already: its own, and those of the areas above. */
export type EmergencyClips = (areaKey: string) => Promise<EmergencyClip[]>;

export const createEmergencyClips =
  (deps: {
    store: Pick<Store, 'bulletins' | 'assets'>;
    /** Nearest first, without the area itself. */
    ancestors: (areaKey: string) => readonly string[];
  }): EmergencyClips =>
  async (areaKey) => {
    const chain = new Set([areaKey, ...deps.ancestors(areaKey)]);
    const bulletins = (await deps.store.bulletins.emergencyClips()).filter((one) => chain.has(one.areaKey));
    const assets = await deps.store.assets.many(bulletins.flatMap(({ sha256 }) => sha256 ?? []));
    const bySha = new Map(assets.map((asset) => [asset.sha256, asset]));
    return bulletins.flatMap((bulletin) => {
      const asset = bySha.get(bulletin.sha256 ?? '');
      return asset ? [{ bulletin, asset }] : [];
    });
  };

/**
 * Brings an emergency clip to the loudspeakers as soon as it is approved, and makes the exercise that goes with
 * it, so that neither has to be fetched when it is needed.
 */
export const followEmergencyClips = (deps: {
  store: Pick<Store, 'bulletins' | 'assets'>;
  clips: Pick<AnnouncementClips, 'exercise' | 'hasExercise'>;
  publishAreas: (areaKeys: readonly string[]) => Promise<void>;
  events: Pick<EventBus, 'listen'>;
  log: Log;
}): Readonly<{ stop: () => Promise<void> }> => {
  const { store, clips, publishAreas, events, log } = deps;
  let working: Promise<void> = Promise.resolve();

  let isStopped = false;

  const prepare = async ({ sha256, areaKey }: BulletinRow): Promise<void> => {
    const asset = sha256 === null ? null : await store.assets.get(sha256);
    if (!asset || isStopped || (await clips.hasExercise(asset))) return;
    const exercise = await clips.exercise(asset);
    if (exercise.ok) void publishAreas([areaKey]);
  };

  const take = async (bulletinId: string): Promise<void> => {
    const bulletin = await store.bulletins.get(bulletinId);
    if (bulletin?.class !== 'emergency' || bulletin.approval !== 'approved') return;
    // Nobody waits for what a broker that does not answer holds up.
    void publishAreas([bulletin.areaKey]);
    await prepare(bulletin);
  };

  /** Those whose preparation an earlier run did not finish. */
  const takeUp = async (): Promise<void> => {
    for (const bulletin of await store.bulletins.emergencyClips()) await prepare(bulletin);
  };

  const inTurn = (task: () => Promise<void>): void => {
    working = working.then(task).catch((error: unknown) => {
      log.error(
        { err: error },
        'An emergency clip could not be prepared; an exercise makes its audio itself',
      );
    });
  };

  inTurn(takeUp);
  const stopListening = events.listen((event) => {
    if (event.type === 'bulletin' && event.audioState === 'approved') inTurn(() => take(event.bulletinId));
  });
  return {
    stop: () => {
      isStopped = true;
      stopListening();
      return working;
    },
  };
};
