import { commonArea, reduceTargets, type TargetPlaces } from '../../domain/announcement-targets.ts';
import { fullName } from '../../domain/area.ts';
import { findQuietConflict } from '../../domain/quiet-conflict.ts';
import type { Reach } from '../../domain/reach.ts';
import {
  areaOfTarget,
  areasOfTargets,
  nameOfTarget,
  type SessionTarget,
} from '../../domain/session-target.ts';
import { localDateOf, vietnamTimestamp } from '../../domain/vietnam-date.ts';
import type { Fault, Outcome } from '../ports/runtime.ts';
import type { EmergencyInput } from '../ports/store/announcement-requests.ts';
import type { AreaRow } from '../ports/store/areas.ts';
import type { AssetRow } from '../ports/store/assets.ts';
import type { BulletinRow } from '../ports/store/bulletins.ts';
import type { ClusterRow } from '../ports/store/clusters.ts';
import type { Store } from '../ports/store.ts';
import { refuse } from '../sessions/session-faults.ts';
import type { AnnouncementClips } from './announcement-clips.ts';
import { announcementFaults as faults } from './announcement-faults.ts';
import { targetPlacesOf } from './listed-announcements.ts';

type Common = { title?: string | undefined; targets: readonly SessionTarget[]; reason?: string | undefined };
type Sounding = { volume?: number | undefined };

/** What a person asks for. */
export type NewAnnouncement =
  | EmergencyInput
  | ({ kind: 'exercise'; bulletinId: string } & Common & Sounding)
  | ({ kind: 'test' } & Common & Sounding)
  | ({ kind: 'stop' } & Common);

/** What will be in force, but for the instant at which it begins. */
export type CheckedAnnouncement = Readonly<{
  title: string;
  areaKey: string;
  targets: SessionTarget[];
  bulletinId: string | null;
  asset: AssetRow | null;
  volume: number | null;
  repeat: boolean;
  /** Null for a stop. */
  durationMs: number | null;
  /** From the request to the start, so that all begin at the beginning. */
  leadMs: number;
}>;

const defaultEmergencyMs = 10 * 60_000;
const volumes = { emergency: 100, exercise: 80, test: 30 } as const;
/** Long enough for the document to reach everybody who is connected. */
const leads = { emergency: 0, exercise: 5_000, test: 1_000, stop: 0 } as const;
/** Audio made a moment ago is still on its way to the loudspeakers; who lacks it at the start stays silent. */
const freshMs = 10 * 60_000;
const freshLeadMs = 60_000;
const exerciseMark = 'Diễn tập';

/** Whoever reads or hears of an exercise is told that it is one. */
const markedAsExercise = (title: string): string =>
  title.toLocaleLowerCase('vi').startsWith(exerciseMark.toLocaleLowerCase('vi'))
    ? title
    : `${exerciseMark}: ${title}`;

type Sound = Pick<CheckedAnnouncement, 'bulletinId' | 'asset' | 'repeat' | 'durationMs'> & { name: string };

export const createAnnouncementCheck = (deps: {
  store: Pick<Store, 'bulletins' | 'assets' | 'policies'>;
  clips: AnnouncementClips;
  areas: (key: string) => AreaRow | undefined;
  cluster: (id: string) => ClusterRow | undefined;
  reachOf: (now: number) => Reach;
}) => {
  const { store, clips, areas, cluster, reachOf } = deps;
  const communeOf = (clusterId: string): string | undefined => cluster(clusterId)?.areaKey;

  const checkTargets = (
    targets: readonly SessionTarget[],
    places: TargetPlaces,
    reach: Reach,
  ): Outcome<Pick<CheckedAnnouncement, 'areaKey' | 'targets'>> => {
    for (const target of targets) {
      const areaKey = areaOfTarget(target, communeOf);
      if (areaKey === undefined || !reach.isInForce(areaKey)) {
        const given = nameOfTarget(target);
        return refuse(422, faults.targetUnknown(areas(given)?.name ?? given));
      }
    }
    const areaKey = commonArea(targets, places);
    if (areaKey === null) return refuse(422, faults.targetsApart);
    return { ok: true, value: { areaKey, targets: reduceTargets(targets, places) } };
  };

  const bulletinOf = async (id: string): Promise<Outcome<{ bulletin: BulletinRow; asset: AssetRow }>> => {
    const bulletin = await store.bulletins.get(id);
    if (!bulletin) return refuse(422, faults.bulletinUnknown(id));
    const asset =
      bulletin.audioState === 'ready' && bulletin.sha256 !== null
        ? await store.assets.get(bulletin.sha256)
        : null;
    if (!asset) return refuse(422, faults.bulletinNotReady(bulletin.title));
    return bulletin.approval === 'approved'
      ? { ok: true, value: { bulletin, asset } }
      : refuse(422, faults.bulletinNotApproved(bulletin.title));
  };

  const soundOf = async (input: Exclude<NewAnnouncement, { kind: 'stop' }>): Promise<Outcome<Sound>> => {
    if (input.kind === 'test') {
      const asset = await clips.testTone();
      if (!asset) return refuse(503, faults.clipMissing);
      const { durationMs } = asset;
      return { ok: true, value: { name: 'Phát thử', bulletinId: null, asset, repeat: false, durationMs } };
    }
    const found = await bulletinOf(input.bulletinId);
    if (!found.ok) return found;
    const { bulletin, asset: clip } = found.value;
    const named = { name: bulletin.title, bulletinId: bulletin.id };
    if (input.kind === 'exercise') {
      const exercise = await clips.exercise(clip);
      if (!exercise.ok) return exercise;
      const asset = exercise.value;
      return { ok: true, value: { ...named, asset, repeat: false, durationMs: asset.durationMs } };
    }
    const repeat = input.repeat ?? true;
    const wanted = input.durationMs ?? defaultEmergencyMs;
    // Without repetition it is over with its audio.
    const durationMs = repeat ? wanted : Math.min(clip.durationMs, input.durationMs ?? clip.durationMs);
    return { ok: true, value: { ...named, asset: clip, repeat, durationMs } };
  };

  /** Tests and exercises keep quiet hours, wherever they would be heard. */
  const quietFault = async (
    targets: readonly SessionTarget[],
    reach: Reach,
    span: { startAt: number; endAt: number },
  ): Promise<Fault | null> => {
    const communes = areasOfTargets(targets, communeOf).flatMap((areaKey) => reach.communesUnder(areaKey));
    const conflict = findQuietConflict({
      occurrences: [{ ...span, date: localDateOf(span.startAt) }],
      communes: [...new Set(communes)],
      ancestors: reach.ancestors,
      rules: await store.policies.all(),
    });
    if (!conflict) return null;
    const clock = (at: number) => vietnamTimestamp(at).slice(11, 16);
    const area = areas(conflict.communeKey);
    const commune = area ? fullName(area) : conflict.communeKey;
    const times = [...new Set([clock(span.startAt), clock(span.endAt)])];
    return faults.quietHours(times.join('–'), commune);
  };

  return async (input: NewAnnouncement, now: number): Promise<Outcome<CheckedAnnouncement>> => {
    const reach = reachOf(now);
    const places = targetPlacesOf(reach, cluster);
    const checked = checkTargets(input.targets, places, reach);
    if (!checked.ok) return checked;
    if (input.kind === 'stop') {
      const silence = { bulletinId: null, asset: null, volume: null, repeat: false, durationMs: null };
      const title = input.title ?? 'Dừng tất cả loa';
      return { ok: true, value: { ...checked.value, ...silence, title, leadMs: leads.stop } };
    }
    const sound = await soundOf(input);
    if (!sound.ok) return sound;
    const { name, ...rest } = sound.value;
    const isFresh = input.kind === 'exercise' && now - (rest.asset?.createdAt ?? 0) < freshMs;
    const leadMs = isFresh ? freshLeadMs : leads[input.kind];
    const startAt = now + leadMs;
    if (input.kind !== 'emergency') {
      const endAt = startAt + (rest.durationMs ?? 0);
      const fault = await quietFault(checked.value.targets, reach, { startAt, endAt });
      if (fault) return refuse(422, fault);
    }
    const given = input.title ?? name;
    const title = input.kind === 'exercise' ? markedAsExercise(given) : given;
    const volume = input.volume ?? volumes[input.kind];
    return { ok: true, value: { ...checked.value, ...rest, title, volume, leadMs } };
  };
};
