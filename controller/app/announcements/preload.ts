import type { AssetInfo } from '#protocol';
import type { Store } from '../ports/store.ts';

/** The quiet tone of a test, and the words that come before an exercise: shipped, and put into the store at start. */
export const testToneSource = 'test-tone';
export const exerciseNoticeSource = 'exercise-notice';
/** An exercise's audio is the notice and the clip in one; another notice makes another audio. */
export const exerciseSource = (noticeSha256: string, clipSha256: string): string =>
  `exercise:${noticeSha256}:${clipSha256}`;

/** Audio to hold in any case, for a commune with the areas above it. */
export type Preload = (chain: readonly string[]) => Record<string, AssetInfo>;

/**
 * What announcements may need at once: the test tone, the emergency clips of an area for everything below it, and
 * the exercises made of them.
 */
export const loadPreload = async (
  store: Pick<Store, 'announcements' | 'assets' | 'bulletins'>,
): Promise<Preload> => {
  const clips = await store.bulletins.emergencyClips();
  const shipped = await store.announcements.clips([testToneSource, exerciseNoticeSource]);
  const shippedSha = (name: string) => shipped.find(({ source }) => source === name)?.sha256;
  const notice = shippedSha(exerciseNoticeSource) ?? '';
  const exercises = new Map(
    (await store.announcements.clips(clips.map(({ sha256 }) => exerciseSource(notice, sha256 ?? '')))).map(
      ({ source, sha256 }) => [source, sha256],
    ),
  );
  const wanted = [
    { areaKey: null, sha256: shippedSha(testToneSource) },
    ...clips.flatMap(({ areaKey, sha256 }) => [
      { areaKey, sha256 },
      { areaKey, sha256: exercises.get(exerciseSource(notice, sha256 ?? '')) },
    ]),
  ].flatMap(({ areaKey, sha256 }) => (sha256 ? [{ areaKey, sha256 }] : []));
  const rows = await store.assets.many([...new Set(wanted.map(({ sha256 }) => sha256))]);
  const assets = new Map(rows.map((asset) => [asset.sha256, asset]));
  return (chain) =>
    Object.fromEntries(
      wanted.flatMap(({ areaKey, sha256 }) => {
        const asset = assets.get(sha256);
        const { sizeBytes = 0, durationMs = 0 } = asset ?? {};
        const isMeant = areaKey === null || chain.includes(areaKey);
        return asset && isMeant ? [[sha256, { sizeBytes, durationMs }]] : [];
      }),
    );
};
