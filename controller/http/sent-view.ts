import type { Bulletins } from '../app/bulletins/bulletins.ts';
import type { Directory } from '../app/directory/directory.ts';
import type { BulletinRow } from '../app/ports/store/bulletins.ts';
import type { DispatchRow } from '../app/ports/store/dispatches.ts';
import type { Store } from '../app/ports/store.ts';
import { areaRefOf } from './area-ref.ts';
import { createBulletinView } from './bulletin-view.ts';
import type { Dispatch } from './representations/inbox.ts';
import { iso } from './representations/time.ts';

/** What the sender and the receiver of a dispatch are both told of it. */
type Sent = Pick<Dispatch, 'bulletin' | 'from' | 'note' | 'sentBy' | 'sentAt'>;

/** Describes rows of a dispatch, on either side, in the order given. */
export const createSentView = <
  Row extends Readonly<{ dispatch: DispatchRow; bulletin: BulletinRow }>,
  View extends object,
>(
  deps: {
    bulletins: Pick<Bulletins, 'progress'>;
    store: Pick<Store, 'assets' | 'approvals'>;
    directory: Directory;
  },
  viewOf: (row: Row, sent: Sent) => View,
) => {
  const describeBulletins = createBulletinView(deps);

  const all = async (rows: readonly Row[]): Promise<View[]> => {
    const bulletins = await describeBulletins(rows.map((row) => row.bulletin));
    return rows.flatMap((row, index): View[] => {
      const bulletin = bulletins[index];
      if (!bulletin) return [];
      const { fromAreaKey, note, sentBy, sentAt } = row.dispatch;
      const from = areaRefOf(deps.directory, fromAreaKey);
      return [viewOf(row, { bulletin, from, note, sentBy, sentAt: iso(sentAt) })];
    });
  };
  const one = async (row: Row): Promise<View> => {
    const [described] = await all([row]);
    if (!described) throw new Error('What was sent is described as one.');
    return described;
  };
  return { all, one };
};
