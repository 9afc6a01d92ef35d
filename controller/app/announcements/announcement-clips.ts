import type { AudioComposer } from '../ports/audio.ts';
import type { Clock, Log, Outcome } from '../ports/runtime.ts';
import type { AssetRow } from '../ports/store/assets.ts';
import type { Store } from '../ports/store.ts';
import { refuse } from '../sessions/session-faults.ts';
import { announcementFaults as faults } from './announcement-faults.ts';
import { exerciseNoticeSource, exerciseSource, testToneSource } from './preload.ts';

/** The audio that announcements are made of, beside people's own bulletins. */
export type AnnouncementClips = Readonly<{
  /** Null when the shipped file is not there. */
  testTone: () => Promise<AssetRow | null>;
  /** Whether the audio of its exercise is there already. */
  hasExercise: (clip: Pick<AssetRow, 'sha256'>) => Promise<boolean>;
  /** The spoken notice and the clip in one; made when it is first asked for, which takes seconds. */
  exercise: (clip: Pick<AssetRow, 'sha256'>) => Promise<Outcome<AssetRow>>;
}>;

export const createAnnouncementClips = (deps: {
  store: Pick<Store, 'announcements' | 'assets' | 'transaction'>;
  composer: AudioComposer;
  assetDir: string;
  /** Where the file of an asset is. */
  pathOf: (sha256: string) => string;
  clock: Pick<Clock, 'now'>;
  log: Log;
}): AnnouncementClips => {
  const { store, composer, assetDir, pathOf, clock } = deps;
  const log = deps.log.child({ component: 'announcement-clips' });
  /** By source: who asks while the same is being made gets that. */
  const underWay = new Map<string, Promise<Outcome<AssetRow>>>();

  const prepared = async (source: string): Promise<AssetRow | null> => {
    const [clip] = await store.announcements.clips([source]);
    return clip ? store.assets.get(clip.sha256) : null;
  };

  const compose = async (source: string, sha256s: readonly [string, string]): Promise<Outcome<AssetRow>> => {
    const result = await composer.compose(sha256s.map(pathOf), assetDir);
    if (!result.ok) return refuse(422, result.fault);
    const { path: _, ...audio } = result.asset;
    const createdAt = clock.now();
    const asset = { ...audio, createdAt };
    await store.transaction(async (tx) => {
      await tx.assets.put(asset);
      await tx.announcements.putClip({ source, sha256: asset.sha256, createdAt });
    });
    log.info({ sha256: asset.sha256, durationMs: asset.durationMs }, 'The audio of an exercise is ready');
    return { ok: true, value: asset };
  };

  return {
    hasExercise: async ({ sha256 }) => {
      const notice = await prepared(exerciseNoticeSource);
      return notice !== null && (await prepared(exerciseSource(notice.sha256, sha256))) !== null;
    },
    testTone: () => prepared(testToneSource),
    exercise: async ({ sha256 }) => {
      const notice = await prepared(exerciseNoticeSource);
      if (!notice) return refuse(503, faults.clipMissing);
      const source = exerciseSource(notice.sha256, sha256);
      const known = await prepared(source);
      if (known) return { ok: true, value: known };
      const making =
        underWay.get(source) ??
        compose(source, [notice.sha256, sha256]).finally(() => underWay.delete(source));
      underWay.set(source, making);
      return making;
    },
  };
};
