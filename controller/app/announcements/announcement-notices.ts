import { fullName } from '../../domain/area.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { AnnouncementRequestRow } from '../ports/store/announcement-requests.ts';
import type { AnnouncementRow } from '../ports/store/announcements.ts';
import type { AreaRow } from '../ports/store/areas.ts';
import type { Store } from '../ports/store.ts';

const page = '/khan-cap';

/** What the other approvers of a wide emergency are told. */
export const createEmergencyNotices = (deps: {
  notifier: Notifier;
  areas: (key: string) => AreaRow | undefined;
}) => {
  const { notifier, areas } = deps;
  const nameOf = (areaKey: string): string => {
    const area = areas(areaKey);
    return area ? fullName(area) : areaKey;
  };
  return {
    waiting: (request: AnnouncementRequestRow, by: { id: string; username: string }, tx: Store) =>
      notifier.notify(
        {
          type: 'emergency-waiting',
          areaKey: request.areaKey,
          subjectId: request.id,
          title: {
            vi: `Cần xác nhận khẩn cấp: ${request.title}`,
            en: `Emergency to confirm: ${request.title}`,
          },
          body: {
            vi: `${by.username} xin phát ở ${nameOf(request.areaKey)}. Hết hạn sau 5 phút.`,
            en: `${by.username} asks to start it in ${nameOf(request.areaKey)}. It runs out in five minutes.`,
          },
          path: `${page}?yeu-cau=${request.id}`,
          at: request.requestedAt,
          by: by.id,
        },
        tx,
      ),
    breakGlass: async (row: AnnouncementRow, tx: Store): Promise<void> => {
      const user = await tx.users.byUsername(row.startedBy);
      await notifier.notify(
        {
          type: 'break-glass',
          areaKey: row.areaKey,
          subjectId: row.id,
          title: {
            vi: `Phát khẩn cấp không có người thứ hai: ${row.title}`,
            en: `Emergency without a second person: ${row.title}`,
          },
          body: {
            vi: `${row.startedBy} phát ở ${nameOf(row.areaKey)}. Lý do: ${row.reason ?? ''}`,
            en: `${row.startedBy} started it in ${nameOf(row.areaKey)}. Reason: ${row.reason ?? ''}`,
          },
          path: `${page}?lenh=${row.id}`,
          at: row.createdAt,
          ...(user ? { by: user.id } : {}),
        },
        tx,
      );
    },
  };
};
export type EmergencyNotices = ReturnType<typeof createEmergencyNotices>;
