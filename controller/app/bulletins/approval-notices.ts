import type { Notifier } from '../ports/notifier.ts';
import type { BulletinRow } from '../ports/store/bulletins.ts';
import type { Store } from '../ports/store.ts';

const pathOf = (bulletinId: string): string => `/ban-tin/${bulletinId}`;

/** Whom the steps of a bulletin concern: its approvers while it waits, its makers when it comes back. */
export const createApprovalNotices = (notifier: Notifier) => ({
  waiting: (bulletin: BulletinRow, by: { id: string; username: string }, at: number, tx: Store) =>
    notifier.notify(
      {
        type: 'approval-waiting',
        areaKey: bulletin.areaKey,
        subjectId: bulletin.id,
        title: { vi: `Chờ duyệt: ${bulletin.title}`, en: `Waiting for approval: ${bulletin.title}` },
        body: { vi: `${by.username} vừa trình duyệt.`, en: `${by.username} submitted it.` },
        path: pathOf(bulletin.id),
        at,
        by: by.id,
      },
      tx,
    ),
  returned: async (
    bulletin: BulletinRow,
    makers: ReadonlySet<string>,
    by: { id: string; username: string; reason: string },
    at: number,
    tx: Store,
  ): Promise<void> => {
    const to: string[] = [];
    for (const username of makers) {
      const user = await tx.users.byUsername(username);
      if (user) to.push(user.id);
    }
    await notifier.notify(
      {
        type: 'returned',
        areaKey: bulletin.areaKey,
        subjectId: bulletin.id,
        title: { vi: `Bị trả lại: ${bulletin.title}`, en: `Returned: ${bulletin.title}` },
        body: { vi: `${by.username}: ${by.reason}`, en: `${by.username}: ${by.reason}` },
        path: pathOf(bulletin.id),
        at,
        to,
        by: by.id,
      },
      tx,
    );
  },
});
