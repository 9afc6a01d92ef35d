import type { Notice } from '../../domain/notice.ts';
import { areasOfTargets } from '../../domain/session-target.ts';
import { vietnamTimestamp } from '../../domain/vietnam-date.ts';
import type { EventBus } from '../ports/events.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import type { AnnouncementRow } from '../ports/store/announcements.ts';
import type { Store } from '../ports/store.ts';

/** After a start of this server: what may not have been told, since it ended before that. */
const lookBackMs = 24 * 60 * 60_000;

/** Exercises and tests frighten nobody. */
const isTold = ({ kind }: AnnouncementRow): boolean =>
  kind === 'emergency' || kind === 'live' || kind === 'stop';

const words = {
  emergency: { vi: 'Phát khẩn cấp', en: 'Emergency' },
  live: { vi: 'Phát trực tiếp', en: 'Live' },
  stop: { vi: 'Dừng tất cả loa', en: 'Stop everything' },
} as const;

const timeOf = (atMs: number): string => {
  const local = vietnamTimestamp(atMs);
  return `${local.slice(11, 16)} ${local.slice(8, 10)}/${local.slice(5, 7)}`;
};

const startedNotice = (
  row: AnnouncementRow,
  kind: keyof typeof words,
  places: string,
): Omit<Notice, 'areaKeys'> => ({
  type: 'emergency-started',
  areaKey: row.areaKey,
  subjectId: row.id,
  title:
    kind === 'stop'
      ? { vi: `${words.stop.vi}: ${places}`, en: `${words.stop.en}: ${places}` }
      : { vi: `${words[kind].vi}: “${row.title}”`, en: `${words[kind].en}: “${row.title}”` },
  body: {
    vi: `${places}. Bắt đầu ${timeOf(row.startAt)}, lệnh của ${row.startedBy}.${row.reason ? ` Lý do: ${row.reason}` : ''}`,
    en: `${places}. Began ${timeOf(row.startAt)}, ordered by ${row.startedBy}.${row.reason ? ` Reason: ${row.reason}` : ''}`,
  },
  path: `/khan-cap?lenh=${encodeURIComponent(row.id)}`,
  at: row.createdAt,
});

const endedNotice = (
  row: AnnouncementRow & { endedAt: number },
  kind: keyof typeof words,
  places: string,
): Omit<Notice, 'areaKeys'> => {
  const by = { vi: row.endedBy ? `, bởi ${row.endedBy}` : '', en: row.endedBy ? `, by ${row.endedBy}` : '' };
  const reason = {
    vi: row.endReason ? ` Lý do: ${row.endReason}` : '',
    en: row.endReason ? ` Reason: ${row.endReason}` : '',
  };
  return {
    type: 'emergency-ended',
    areaKey: row.areaKey,
    subjectId: row.id,
    title:
      kind === 'stop'
        ? { vi: `Đã gỡ lệnh dừng loa: ${places}`, en: `Stop lifted: ${places}` }
        : { vi: `Đã kết thúc: “${row.title}”`, en: `Ended: “${row.title}”` },
    body: {
      vi: `${places}. Kết thúc ${timeOf(row.endedAt)}${by.vi}.${reason.vi}`,
      en: `${places}. Ended ${timeOf(row.endedAt)}${by.en}.${reason.en}`,
    },
    path: `/khan-cap?lenh=${encodeURIComponent(row.id)}`,
    at: row.endedAt,
  };
};

/**
 * What an announcement is told as: its start, and its end once it has come. Who ordered it is told as well: should
 * it have been somebody else under that name, this is how it comes out.
 */
export const announcementNotices = (
  row: AnnouncementRow,
  areaKeys: readonly string[],
  places: string,
): Notice[] => {
  const { kind, endedAt } = row;
  if (kind !== 'emergency' && kind !== 'live' && kind !== 'stop') return [];
  const started: Notice = { ...startedNotice(row, kind, places), areaKeys };
  return endedAt === null
    ? [started]
    : [started, { ...endedNotice({ ...row, endedAt }, kind, places), areaKeys }];
};

/**
 * Listens for what came into force and ended, off the path of the emergency itself. What happened just before this
 * process ended is found again at its next start: told at least once, and, by its key, not twice.
 */
export const createAnnouncementNotices = (deps: {
  store: Store;
  notifier: Notifier;
  events: Pick<EventBus, 'listen'>;
  areaOfCluster: (clusterId: string) => string | null;
  areaName: (areaKey: string) => string;
  clock: Clock;
  log: Log;
}) => {
  const { store, notifier, events, areaOfCluster, areaName, clock, log } = deps;
  let telling = Promise.resolve();
  let stopListening = (): void => undefined;

  const tell = async (rows: readonly AnnouncementRow[]): Promise<void> => {
    const told = rows.filter(isTold);
    for (const row of told) {
      const areaKeys = [...new Set(areasOfTargets(row.targets, areaOfCluster))];
      const places =
        areaKeys.length > 3
          ? `${areaKeys.slice(0, 3).map(areaName).join(', ')} (+${areaKeys.length - 3})`
          : areaKeys.map(areaName).join(', ');
      for (const notice of announcementNotices(row, areaKeys, places)) await notifier.notify(notice);
    }
  };

  const inTurn = (work: () => Promise<void>): void => {
    telling = telling.then(work).catch((error: unknown) => {
      log.error({ err: error }, 'Notices of an announcement were not stored; the next start tells of it');
    });
  };

  return {
    start: () => {
      stopListening = events.listen((event) => {
        if (event.type === 'announcements')
          inTurn(async () => tell(await store.announcements.many(event.ids)));
      });
      inTurn(async () => {
        await tell(await store.announcements.endedSince(clock.now() - lookBackMs));
        await tell(
          (await store.announcements.unended()).filter(
            ({ createdAt }) => createdAt > clock.now() - lookBackMs,
          ),
        );
      });
    },
    stop: async () => {
      stopListening();
      await telling;
    },
  };
};
