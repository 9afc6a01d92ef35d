import type { Notice, NoticeType } from './notice.ts';

/** A notice as it waits to be told. */
export type Pending = Notice & Readonly<{ id: string; storedAt: number }>;

/** Of one type and one area, told together. */
export type NoticeGroup = Readonly<{ type: NoticeType; areaKey: string; notices: readonly Pending[] }>;

/** What comes in floods: a power cut is two hundred incidents, a cut-off all bulletins that nobody approved. */
const flooding: ReadonlySet<NoticeType> = new Set(['incident-opened', 'incident-closed', 'cut-off-missed']);

export const comesInFloods = (type: NoticeType): boolean => flooding.has(type);

/** Causes of one trouble are found within a minute. */
const settleMs = 60_000;
/** After one of a flood the next of that area: a storm goes on for hours. */
const pauseMs = 15 * 60_000;
/** So many are still told one by one. */
export const mostSingly = 3;

/**
 * Which of these are told now: what cannot flood at once and alone, the others by area when their minute is over
 * and the last of that area is a while ago.
 */
export const readyGroups = (
  pending: readonly Pending[],
  /** When one of that type and area was last told; null for not lately. */
  lastToldAt: (type: NoticeType, areaKey: string) => number | null,
  nowMs: number,
): NoticeGroup[] => {
  const ready: NoticeGroup[] = [];
  const floods = new Map<string, Pending[]>();
  for (const notice of pending) {
    if (!comesInFloods(notice.type)) {
      ready.push({ type: notice.type, areaKey: notice.areaKey, notices: [notice] });
      continue;
    }
    const key = `${notice.type} ${notice.areaKey}`;
    const together = floods.get(key) ?? [];
    floods.set(key, together);
    together.push(notice);
  }
  for (const notices of floods.values()) {
    const [first] = notices;
    if (!first) continue;
    const { type, areaKey } = first;
    const settledAt = Math.min(...notices.map(({ storedAt }) => storedAt)) + settleMs;
    const pausedUntil = (lastToldAt(type, areaKey) ?? Number.NEGATIVE_INFINITY) + pauseMs;
    if (nowMs >= Math.max(settledAt, pausedUntil)) ready.push({ type, areaKey, notices });
  }
  return ready;
};

/** Several areas at once are one notice for whoever looks after them all. */
export const mostAreasSingly = 5;

const words: Readonly<Partial<Record<NoticeType, { vi: string; en: string; path: string }>>> = {
  'incident-opened': { vi: 'sự cố mới', en: 'new incidents', path: '/su-co' },
  'incident-closed': { vi: 'sự cố đã hết', en: 'incidents over', path: '/su-co' },
  'cut-off-missed': { vi: 'bản tin lỡ giờ chốt duyệt', en: 'bulletins missed the cut-off', path: '/ban-tin' },
};

/** One notice in place of many: how many, where, and the first few by name. */
export const summaryOf = (
  notices: readonly Pending[],
  place: Readonly<{ areaKey: string; code: string; name: string }>,
): Notice => {
  const [first] = notices;
  if (!first) throw new RangeError('A summary is of some notices.');
  const word = words[first.type] ?? { vi: 'thông báo', en: 'notices', path: '/thong-bao' };
  const named = notices.slice(0, mostSingly);
  const more = notices.length - named.length;
  const search = new URLSearchParams({ 'dia-ban': place.code });
  if (first.type === 'incident-closed') search.set('tinh-trang', 'closed');
  return {
    type: first.type,
    areaKey: place.areaKey,
    subjectId: `${place.areaKey} ${first.subjectId}`,
    title: {
      vi: `${notices.length} ${word.vi} ở ${place.name}`,
      en: `${notices.length} ${word.en} in ${place.name}`,
    },
    body: {
      vi: [...named.map(({ title }) => title.vi), ...(more > 0 ? [`và ${more} mục khác`] : [])].join('; '),
      en: [...named.map(({ title }) => title.en), ...(more > 0 ? [`and ${more} more`] : [])].join('; '),
    },
    path: word.path === '/su-co' ? `/su-co?${search}` : word.path,
    at: first.at,
  };
};
