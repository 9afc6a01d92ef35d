import BetterSqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../controller/adapters/store/open-store.ts';
import { createSqliteDialect } from '../../controller/adapters/store/sqlite-dialect.ts';
import type { Store } from '../../controller/app/ports/store.ts';
import { silentLog } from '../support/silent-log.ts';

const any = {
  areaKeys: null,
  from: null,
  to: null,
  outcomes: null,
  itemId: null,
  sessionId: null,
  clusterId: null,
};

/** What SQLite would do for each statement of a step: full scans and sorts are what a large province notices. */
describe('the plan of', () => {
  const statements: string[] = [];
  const database = new BetterSqlite(':memory:', { verbose: (sql) => statements.push(String(sql)) });
  let store: Store;
  beforeAll(async () => {
    store = await openStore({ dialect: createSqliteDialect(database), sql: 'sqlite', log: silentLog });
  });
  afterAll(() => store.close());

  const planOf = async (step: () => Promise<unknown>): Promise<string> => {
    statements.length = 0;
    await step();
    return statements
      .filter((sql) => !/^(begin|commit)/.test(sql))
      .flatMap((sql) => database.prepare<[], { detail: string }>(`explain query plan ${sql}`).all())
      .map((row) => row.detail)
      .join('\n');
  };

  it('the newest playbacks reads them in their order', async () => {
    const first = await planOf(() => store.playbacks.page(any, null, 50));
    expect(first).toContain('playbacks_newest');
    expect(first).not.toContain('TEMP B-TREE');
    const begun = await planOf(() => store.playbacks.page({ ...any, begunBy: 5 }, null, 50));
    expect(begun).toContain('playbacks_newest');
    expect(begun).not.toContain('TEMP B-TREE');
    const cursor = Buffer.from('[5,"a","b"]').toString('base64url');
    const later = await planOf(() => store.playbacks.page(any, cursor, 50));
    expect(later).toMatch(/SEARCH playbacks USING INDEX playbacks_newest \(planned_start</);
    expect(later).not.toContain('TEMP B-TREE');
  });

  it('announcements reads what is in force, and the newest, without looking at the others', async () => {
    expect(await planOf(() => store.announcements.unended())).toContain('announcements_ended');
    const query = { endedBy: null, cursor: null, limit: 20 };
    const newest = await planOf(() => store.announcements.page(query));
    expect(newest).toContain('announcements_newest');
    expect(newest).not.toContain('TEMP B-TREE');
    expect(await planOf(() => store.announcements.endedSince(5))).toContain('announcements_ended');
    expect(await planOf(() => store.bulletins.emergencyClips())).toContain('bulletins_emergency');
  });

  it('a change for the audit trail looks up the row by its key, and the end of the trail', async () => {
    database.pragma('foreign_keys = OFF');
    const order = { areaKey: 'a', date: '2022-10-21', itemIds: [], updatedBy: 'lan', updatedAt: 1 };
    const plan = await planOf(() => store.priorityOrders.put(order));
    expect(plan).toContain('SEARCH priority_orders USING INDEX');
    expect(plan).toContain('(area_key=? AND date=?)');
    expect(plan).not.toContain('SCAN priority_orders');
    const nobody = { areaKeys: null, actor: null, action: null, subject: null, subjectId: null };
    const page = await planOf(() => store.audit.page({ ...nobody, from: null, to: null }, null, 50));
    expect(page).not.toContain('TEMP B-TREE');
    const ofActor = await planOf(() =>
      store.audit.page({ ...nobody, actor: 'lan', from: null, to: null }, null, 50),
    );
    expect(ofActor).toContain('audit_actor (actor_name=?');
    expect(ofActor).not.toContain('TEMP B-TREE');
  });

  it('the rows of one item that end early are found by the item', async () => {
    const plan = await planOf(() => store.playbacks.endEarly('ann_1', 5, 100));
    expect(plan).toContain('SEARCH playbacks USING');
    expect(plan).not.toContain('SCAN playbacks');
  });

  it('the playbacks of one commune reads them in their order', async () => {
    const plan = await planOf(() =>
      store.playbacks.page({ ...any, areaKeys: ['a'], from: 1, to: 9 }, null, 50),
    );
    expect(plan).toContain('playbacks_area_newest (area_key=? AND planned_start>? AND planned_start<?)');
    expect(plan).not.toContain('TEMP B-TREE');
  });

  it('the playbacks of one cluster uses its index', async () => {
    const plan = await planOf(() => store.playbacks.page({ ...any, clusterId: 'clu_1' }, null, 50));
    expect(plan).toContain('playbacks_cluster_newest (cluster_id=?)');
  });

  it('closing playbacks looks at awaiting ones alone', async () => {
    expect(await planOf(() => store.playbacks.close(1, 1))).toContain('playbacks_awaiting (planned_end<?)');
  });

  it('proven clusters at start reads an index alone', async () => {
    const plan = await planOf(() => store.playbacks.lastProven(1));
    expect(plan).toContain('COVERING INDEX playbacks_proven (finished_at>?)');
  });

  it('proven clusters of the past reads the newest rows of each cluster', async () => {
    database.exec(`insert into playbacks (item_id, device_id, cluster_id, area_key, title, class, program_version,
      planned_start, planned_end, outcome, late_evidence, updated_at, is_demo)
      values ('i', 'd', 'c', 'a', 't', 'normal', 1, 1, 2, 'unknown', 0, 1, 0)`);
    const plan = await planOf(() => store.playbacks.provenClusters(['c'], 1, 9));
    expect(plan).toContain(
      'INDEX playbacks_cluster_newest (cluster_id=? AND planned_start>? AND planned_start<?)',
    );
  });

  it('who was connected looks up one interval of each device', async () => {
    const plan = await planOf(() => store.presence.connectedAt(['dev_1'], 5));
    expect(plan).toContain(
      'SEARCH held USING INDEX sqlite_autoindex_presence_intervals_1 (device_id=? AND from_at=?)',
    );
    expect(plan).toContain('(device_id=? AND from_at<?)');
    expect(plan).not.toContain('SCAN held');
  });

  it('playbacks by key looks each one up', async () => {
    const plan = await planOf(() => store.playbacks.many([{ itemId: 'i', deviceId: 'd' }]));
    expect(plan).toContain('(item_id=? AND device_id=?)');
  });

  it('what is due, and the next start, reads unfrozen items alone', async () => {
    expect(await planOf(() => store.plan.due(1))).toContain('plan_items_due (start_at<?)');
    expect(await planOf(() => store.plan.nextStart(1))).toContain('plan_items_due (start_at>?)');
  });

  it('opening intervals looks each device up', async () => {
    const plan = await planOf(() =>
      store.presence.openIntervals([{ deviceId: 'dev_1', state: 'online', fromAt: 1 }]),
    );
    expect(plan).toContain('SEARCH held USING INDEX presence_intervals_open (device_id=?)');
  });

  it('the intervals of a device uses its key', async () => {
    const plan = await planOf(() => store.presence.intervals({ deviceId: 'dev_1', from: 1, to: 9 }));
    expect(plan).toContain('(device_id=? AND from_at<?)');
  });

  it('the newest bulletins reads them in their order', async () => {
    const page = { areaKeys: null, search: null, cursor: null, limit: 20 };
    const plan = await planOf(() => store.bulletins.page(page));
    expect(plan).toContain('bulletins_newest');
    expect(plan).not.toContain('TEMP B-TREE');
  });

  it('the newest incidents reads them in their order, those in force from an index of their own', async () => {
    const everything = { areaKeys: null, type: null, state: null };
    const all = await planOf(() => store.incidents.page(everything, null, 50));
    expect(all).toContain('incidents_newest');
    const open = await planOf(() => store.incidents.page({ ...everything, state: 'open' }, null, 50));
    expect(open).toContain('incidents_in_force');
    expect(`${all} ${open}`).not.toContain('TEMP B-TREE');
  });

  it('inboxes and dispatches reads them in their order', async () => {
    const page = { areaKeys: null, state: null, cursor: null, limit: 30 };
    const all = await planOf(() => store.dispatches.inbox(page));
    expect(all).toContain('inbox_newest');
    const sent = await planOf(() => store.dispatches.page({ fromAreaKeys: null, cursor: null, limit: 30 }));
    expect(sent).toContain('dispatches_newest');
    expect(`${all} ${sent}`).not.toContain('TEMP B-TREE');
    const own = await planOf(() => store.dispatches.inbox({ ...page, areaKeys: ['a'] }));
    expect(own).toContain('inbox_area_newest (area_key=?)');
  });

  it('whether an asset may be served looks it up', async () => {
    const plan = await planOf(() => store.assets.isServable('a'.repeat(64)));
    expect(plan).toContain('bulletins_sha256 (sha256=?)');
    expect(plan).toContain('plan_items_sha256 (sha256=?)');
  });
});
