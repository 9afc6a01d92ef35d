import {
  type AnnouncementsDocument,
  announcement,
  type PolicyDocument,
  type ProgramDocument,
  type ProgramItem,
  type TargetSet,
} from '#protocol';
import type { AnnouncementsContent } from './announcement.ts';
import type { AreaPlan } from './program.ts';

type Items = Readonly<{
  items: readonly ProgramItem[];
  targetSets: Readonly<Record<string, TargetSet>>;
  assets: Readonly<Record<string, unknown>>;
}>;

/** Assets that no item names: held in any case. */
const preloaded = ({ items, assets }: Items): string => {
  const named = new Set(items.flatMap(({ source }) => (source.kind === 'asset' ? source.sha256 : [])));
  return Object.keys(assets)
    .filter((sha256) => !named.has(sha256))
    .sort()
    .join();
};

/** Names of sets may differ between two programs that mean the same. */
const contentOf = ({ items, targetSets }: Items, now: number, until: number): string =>
  JSON.stringify(
    items
      .filter((item) => item.endAt > now && item.startAt < until)
      .map((item) => ({ ...item, targetSet: targetSets[item.targetSet] ?? null })),
  );

/**
 * Whether an issued program still says what would be planned now, as far as it reaches. It does not when
 * the process ended between the change of a session and the program that follows from it.
 */
export const isProgramCurrent = (issued: ProgramDocument, plan: AreaPlan, now: number): boolean =>
  contentOf(issued, now, issued.horizonEnd) === contentOf(plan, now, issued.horizonEnd) &&
  preloaded(issued) === preloaded(plan);

/**
 * The same for announcements: they are exactly those that would be listed now. Both sides come out of one schema,
 * so their fields are in one order.
 */
export const isAnnouncementsCurrent = (
  issued: AnnouncementsDocument,
  planned: AnnouncementsContent,
): boolean => {
  const content = ({ announcements, targetSets, assets }: AnnouncementsContent) =>
    JSON.stringify([
      announcements.map((one) => ({
        ...announcement.parse(one),
        targetSet: targetSets[one.targetSet] ?? null,
      })),
      Object.keys(assets).sort(),
    ]);
  return content(issued) === content(planned);
};

type Windows = Pick<PolicyDocument, 'allowed' | 'caps'>;

const clip = <W extends { startAt: number; endAt: number }>(
  windows: readonly W[],
  from: number,
  to: number,
) =>
  windows
    .filter((window) => window.endAt > from && window.startAt < to)
    .map((window) => ({
      ...window,
      startAt: Math.max(window.startAt, from),
      endAt: Math.min(window.endAt, to),
    }));

/** The same for a policy, between now and the expiry of the issued one. */
export const isPolicyCurrent = (issued: PolicyDocument, planned: Windows, now: number): boolean => {
  const content = ({ allowed, caps }: Windows) =>
    JSON.stringify([clip(allowed, now, issued.expiresAt), clip(caps, now, issued.expiresAt)]);
  return content(issued) === content(planned);
};
