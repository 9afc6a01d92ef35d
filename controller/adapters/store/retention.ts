import type { RetentionStore } from '../../app/ports/store/retention.ts';
import type { StoreContext } from './store-context.ts';

/** Each step is one short statement along an index: it goes on while heartbeats are written. */
export const createRetention = ({ db, json }: StoreContext): RetentionStore => ({
  forgetPresence: async (before, most) => {
    const { numDeletedRows } = await db
      .deleteFrom('presenceIntervals')
      .where(({ eb, refTuple, selectFrom }) =>
        eb(
          refTuple('deviceId', 'fromAt'),
          'in',
          selectFrom('presenceIntervals')
            .select(['deviceId', 'fromAt'])
            .where('toAt', '<', before)
            .orderBy('toAt')
            .limit(most)
            .$asTuple('deviceId', 'fromAt'),
        ),
      )
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  },
  forgetPlayEvents: async (deviceIds, before) => {
    const { numDeletedRows } = await db
      .deleteFrom('playEvents')
      .where('deviceId', 'in', json.texts(deviceIds))
      .where('receivedAt', '<', before)
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  },
  forgetPlaybacks: async (before, most) => {
    const { numDeletedRows } = await db
      .deleteFrom('playbacks')
      .where(({ eb, refTuple, selectFrom }) =>
        eb(
          refTuple('itemId', 'deviceId'),
          'in',
          selectFrom('playbacks')
            .select(['itemId', 'deviceId'])
            .where('plannedStart', '<', before)
            .orderBy('plannedStart')
            .limit(most)
            .$asTuple('itemId', 'deviceId'),
        ),
      )
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  },
  forgetIncidents: async (before, most) => {
    const { numDeletedRows } = await db
      .deleteFrom('incidents')
      .where(
        'id',
        'in',
        db
          .selectFrom('incidents')
          .select('id')
          .where('openedAt', '<', before)
          .where('closedAt', '<', before)
          .orderBy('openedAt')
          .limit(most),
      )
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  },
});
