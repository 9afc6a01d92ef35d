import { sql } from 'kysely';
import type { PresenceState, PresenceStore } from '../../app/ports/store/presence.ts';
import { insertRows, lastByKey } from './insert-rows.ts';
import { fromJsonOrNull } from './json-column.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const lastSeen: Table<'lastSeen'> = {
  name: 'lastSeen',
  key: ['deviceId'],
  columns: { deviceId: 'text', lastSeenAt: 'bigint', heartbeat: 'json' },
};

const intervals: Table<'presenceIntervals'> = {
  name: 'presenceIntervals',
  key: ['deviceId', 'fromAt'],
  columns: { deviceId: 'text', state: 'text', fromAt: 'bigint', toAt: 'bigint' },
};

const days: Table<'presenceDays'> = {
  name: 'presenceDays',
  key: ['deviceId', 'day'],
  columns: {
    deviceId: 'text',
    day: 'text',
    onlineMs: 'bigint',
    lateMs: 'bigint',
    offlineMs: 'bigint',
    unknownMs: 'bigint',
  },
};

type Opening = { deviceId: string; state: PresenceState; fromAt: number };

const byStart = (a: Opening, b: Opening): number => a.fromAt - b.fromAt;

/** Each interval of a device ends where its next one in the batch begins; the last stays open. */
const chain = (openings: readonly Opening[]) => {
  const distinct = lastByKey(openings, (opening) => `${opening.deviceId} ${opening.fromAt}`);
  const chains = new Map<string, Opening[]>();
  for (const opening of distinct.sort(byStart)) {
    const earlier = chains.get(opening.deviceId);
    if (earlier === undefined) chains.set(opening.deviceId, [opening]);
    else earlier.push(opening);
  }
  return [...chains.values()].map((ofDevice) =>
    ofDevice.map((opening, index) => ({ ...opening, toAt: ofDevice[index + 1]?.fromAt ?? null })),
  );
};

export const createPresence = (context: StoreContext): PresenceStore => {
  const { db } = context;
  return {
    lastSeen: async () => {
      const rows = await db.selectFrom('lastSeen').selectAll().orderBy('deviceId').execute();
      return rows.map((row) => ({ ...row, heartbeat: fromJsonOrNull(row.heartbeat) }));
    },
    saveLastSeen: async (rows) => {
      const newest = new Map<string, (typeof rows)[number]>();
      for (const row of rows) {
        const other = newest.get(row.deviceId);
        if (other === undefined || other.lastSeenAt <= row.lastSeenAt) newest.set(row.deviceId, row);
      }
      await insertRows(context, lastSeen, [...newest.values()], {
        where: sql`excluded.last_seen_at >= last_seen.last_seen_at`,
      });
    },
    openIntervals: async (openings) => {
      const chains = chain(openings);
      const starts = chains.flatMap(([first]) =>
        first === undefined ? [] : [[first.deviceId, first.fromAt]],
      );
      if (starts.length === 0) return;
      await context.atomic(async (joined) => {
        // A clock set back may open an interval before the open one began: that one then has no length.
        // `cross join` has SQLite look each device up, where it would scan the batch for every open interval.
        await sql`
          insert into presence_intervals (device_id, state, from_at, to_at)
          select held.device_id, held.state, held.from_at,
            case when held.from_at < cast(value->>1 as bigint) then cast(value->>1 as bigint) else held.from_at end
          from ${joined.json.rows(starts)} cross join presence_intervals as held
          where held.device_id = value->>0 and held.to_at is null
          on conflict (device_id, from_at) do update set to_at = excluded.to_at
        `.execute(joined.db);
        await insertRows(joined, intervals, chains.flat(), {});
      });
    },
    closeOpenIntervals: async (at) => {
      await sql`
        update presence_intervals
        set to_at = case when from_at < ${at} then ${at} else from_at end
        where to_at is null
      `.execute(db);
    },
    intervals: ({ deviceId, from, to }) => {
      const overlapping = db
        .selectFrom('presenceIntervals')
        .selectAll()
        .where('fromAt', '<', to)
        .where((eb) => eb.or([eb('toAt', 'is', null), eb('toAt', '>', from)]))
        .where((eb) => eb.or([eb('toAt', 'is', null), eb('toAt', '>', eb.ref('fromAt'))]))
        .orderBy('deviceId')
        .orderBy('fromAt');
      return (deviceId === null ? overlapping : overlapping.where('deviceId', '=', deviceId)).execute();
    },
    connectedAt: async (deviceIds, at) => {
      // The last interval that began by then, looked up for each device: the days since are not read.
      const holding = await sql<{ deviceId: string; state: PresenceState }>`
        select held.device_id, held.state
        from ${context.json.rows(deviceIds.map((id) => [id]))} cross join presence_intervals as held
        where held.device_id = value->>0 and (held.to_at is null or held.to_at > ${at}) and held.from_at = (
          select max(began.from_at) from presence_intervals as began
          where began.device_id = value->>0 and began.from_at <= ${at}
            and (began.to_at is null or began.to_at > began.from_at))
        order by held.device_id
      `.execute(db);
      if (holding.rows.length === 0) return null;
      return holding.rows
        .filter(({ state }) => state === 'online' || state === 'late')
        .map((interval) => interval.deviceId);
    },
    putDays: (rows) =>
      insertRows(
        context,
        days,
        lastByKey(rows, (row) => `${row.deviceId} ${row.day}`),
        {},
      ),
    days: ({ deviceId, fromDay, toDay }) => {
      const within = db
        .selectFrom('presenceDays')
        .selectAll()
        .where('day', '>=', fromDay)
        .where('day', '<=', toDay)
        .orderBy('deviceId')
        .orderBy('day');
      return (deviceId === null ? within : within.where('deviceId', '=', deviceId)).execute();
    },
  };
};
