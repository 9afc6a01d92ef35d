import { beforeEach, expect, it } from 'vitest';
import { sha256 } from '../../../controller/adapters/random.ts';
import type { Actor } from '../../../controller/app/ports/actor.ts';
import type { AuditFilter, AuditRow } from '../../../controller/app/ports/store/audit.ts';
import type { Store } from '../../../controller/app/ports/store.ts';
import { canonicalEntry, chainStart } from '../../../controller/domain/audit-chain.ts';
import {
  aBulletin,
  aCluster,
  aDevice,
  anAnnouncement,
  anArea,
  aSession,
  aUser,
  MINUTE,
  MORNING,
  names,
} from './sample-rows.ts';

/** Who acts in the store under test, and when. */
export type Acting = { now: number; actor: Actor };
export const technician: Actor = {
  kind: 'user',
  name: 'ky-thuat',
  address: '10.1.2.3',
  action: 'devices.write',
};

const anything: AuditFilter = {
  areaKeys: null,
  actor: null,
  action: null,
  subject: null,
  subjectId: null,
  from: null,
  to: null,
};

export const auditContract = (store: () => Store, acting: Acting): void => {
  beforeEach(async () => {
    Object.assign(acting, { now: MORNING, actor: technician });
    await store().areas.put([anArea()]);
    await store().clusters.insert([aCluster()]);
  });

  const trail = () => store().audit.following(0, 100_000);
  /** The entry that a step adds. */
  const added = async (step: () => Promise<unknown>): Promise<AuditRow[]> => {
    const last = (await store().audit.last())?.seq ?? 0;
    await step();
    return store().audit.following(last, 100_000);
  };
  const changes = (rows: readonly AuditRow[]) =>
    rows.map(({ subject, subjectId, areaKey, before, after }) => ({
      subject,
      subjectId,
      areaKey,
      before: before === null ? null : JSON.parse(before),
      after: after === null ? null : JSON.parse(after),
    }));

  it('enters who made a row, when, from where, and what it says', async () => {
    const [made] = await trail();
    expect(made).toMatchObject({
      seq: 1,
      at: MORNING,
      actorKind: 'user',
      actorName: 'ky-thuat',
      actorAddress: '10.1.2.3',
      action: 'devices.write',
      subject: 'clusters',
      subjectId: 'clu_1',
      areaKey: aCluster().areaKey,
      before: null,
    });
    expect(JSON.parse(made?.after ?? '')).toEqual(aCluster());
  });

  it('enters of a change what differs, and what it is about', async () => {
    await store().sessions.put(aSession());
    const [changed, ...more] = await added(() =>
      store().sessions.put(aSession({ volume: 60, standing: [], updatedAt: MORNING + 1 })),
    );
    expect(changes(changed ? [changed] : [])).toEqual([
      {
        subject: 'sessions',
        subjectId: 'ses_1',
        areaKey: aSession().areaKey,
        before: { title: aSession().title, volume: 75, standing: aSession().standing },
        after: { title: aSession().title, volume: 60, standing: [] },
      },
    ]);
    expect(more).toEqual([]);
  });

  it('enters nothing where nothing changed', async () => {
    await store().sessions.put(aSession());
    await store().users.put(aUser());
    await store().announcements.put([anAnnouncement()]);
    await store().devices.insert([aDevice({ publicKey: { kty: 'OKP', crv: 'Ed25519', x: 'x'.repeat(43) } })]);
    const rules = [{ areaKey: 'a', weekdays: [1, 2], from: '05:00', to: '07:00', maxVolume: null }];
    await store().policies.replace('a', rules);
    const again = await added(async () => {
      await store().sessions.put(aSession({ updatedAt: MORNING + MINUTE }));
      await store().users.put(aUser());
      await store().announcements.put([anAnnouncement({ versions: { other: 5 } })]);
      await store().devices.update(aDevice({ publicKey: { x: 'x'.repeat(43), kty: 'OKP', crv: 'Ed25519' } }));
      await store().policies.replace('a', rules);
      await store().policies.replace('b', []);
    });
    expect(again).toEqual([]);
  });

  it('tells that a secret changed, never to what', async () => {
    await store().users.put(aUser());
    await store().users.put(aUser({ passwordHash: '$argon2id$another' }));
    await store().devices.insert([aDevice({ secretHash: 'first-secret' })]);
    await store().devices.update(aDevice({ secretHash: 'second-secret' }));
    await store().devices.insertClaims([
      { codeHash: 'hash-of-code', deviceId: 'dev_1', expiresAt: MORNING, usedAt: null },
    ]);
    await store().devices.useClaim('hash-of-code', MORNING);
    const told = await trail();
    expect(changes(told).slice(2)).toMatchObject([
      {
        before: { username: 'admin', passwordHash: '[secret]' },
        after: { passwordHash: '[secret, changed]' },
      },
      { before: null, after: { secretHash: '[secret]' } },
      { before: { secretHash: '[secret]' }, after: { secretHash: '[secret, changed]' } },
      { subject: 'claims', subjectId: 'dev_1', before: null, after: { codeHash: '[secret]' } },
      { subject: 'claims', subjectId: 'dev_1', before: { usedAt: null }, after: { usedAt: MORNING } },
    ]);
    expect(JSON.stringify(told)).not.toMatch(/argon2id|first-secret|second-secret|hash-of-code/);
  });

  it('finds the area of what has none of its own', async () => {
    const areaKey = anArea().key;
    await store().devices.insert([aDevice()]);
    await store().sessions.put(aSession());
    const rows = await added(async () => {
      await store().devices.update(aDevice({ maxVolume: 20 }));
      await store().devices.insertClaims([{ codeHash: 'h', deviceId: 'dev_1', expiresAt: 1, usedAt: null }]);
      await store().sessions.putRunningOrder({
        sessionId: 'ses_1',
        date: '2022-10-21',
        bulletinIds: ['bul_1'],
        updatedAt: MORNING,
      });
      await store().users.put(aUser({ grants: [{ role: 'editor', areaKey }] }));
      await store().users.put(
        aUser({
          grants: [
            { role: 'editor', areaKey },
            { role: 'viewer', areaKey: '25' },
          ],
        }),
      );
    });
    expect(rows.map(({ subject, subjectId, areaKey: area }) => [subject, subjectId, area])).toEqual([
      ['devices', 'dev_1', areaKey],
      ['claims', 'dev_1', areaKey],
      ['runningOrders', 'ses_1/2022-10-21', areaKey],
      ['users', 'usr_1', areaKey],
      ['users', 'usr_1', null],
    ]);
  });

  it('enters the rules of an area as one', async () => {
    const rule = { areaKey: 'a', weekdays: [1], from: '05:00', to: '07:00', maxVolume: 80 };
    const { areaKey: _, ...inArea } = rule;
    const rows = await added(async () => {
      await store().policies.replace('a', [rule]);
      await store().policies.replace('a', [{ ...rule, to: '08:00' }]);
      await store().policies.replace('a', []);
    });
    const subject = { subject: 'policyRules', subjectId: 'a', areaKey: 'a' };
    expect(changes(rows)).toEqual([
      { ...subject, before: null, after: { rules: [inArea] } },
      { ...subject, before: { rules: [inArea] }, after: { rules: [{ ...inArea, to: '08:00' }] } },
      { ...subject, before: { rules: [{ ...inArea, to: '08:00' }] }, after: null },
    ]);
  });

  it('leaves out what the controller keeps for itself', async () => {
    acting.actor = { ...technician, kind: 'system', name: 'truyenthanh' };
    expect(await added(() => store().settings.put('config-version', '7'))).toEqual([]);
    await store().bulletins.put(aBulletin());
    expect(await added(() => store().bulletins.put(aBulletin({ audioState: 'processing' })))).toEqual([]);
    acting.actor = technician;
    expect(await added(() => store().settings.put('claim-code:dev_1', 'hash'))).toEqual([]);
    expect(changes(await added(() => store().settings.put('self-approval', 'on')))).toMatchObject([
      { subject: 'settings', subjectId: 'self-approval', after: { value: 'on' } },
    ]);
  });

  it('enters a fact that is no row', async () => {
    const [noted] = await added(() =>
      store().audit.note({
        action: 'sign-in.refused',
        subject: 'users',
        subjectId: 'admin\0',
        areaKey: null,
        fact: { reason: 'wrong \ud800', count: 3 },
        actor: { kind: 'anonymous', name: '' },
      }),
    );
    expect(noted).toMatchObject({
      action: 'sign-in.refused',
      actorKind: 'anonymous',
      actorAddress: '10.1.2.3',
      subjectId: 'admin\ufffd',
      before: null,
      after: '{"count":3,"reason":"wrong \ufffd"}',
    });
  });

  it('enters nothing of a step that failed', async () => {
    const failed = store().transaction(async (tx) => {
      await tx.sessions.put(aSession());
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await trail()).toHaveLength(1);
  });

  it('binds each entry to the one before, also of steps at the same time', async () => {
    await Promise.all(
      names('ses', 20).map((id) =>
        store().transaction(async (tx) => {
          await tx.sessions.put(aSession({ id }));
          await tx.sessions.put(aSession({ id, volume: 10 }));
        }),
      ),
    );
    const rows = await trail();
    expect(rows).toHaveLength(41);
    let last: { seq: number; hash: string } = chainStart;
    for (const row of rows) {
      expect(row).toMatchObject({ seq: last.seq + 1, prevHash: last.hash });
      expect(row.hash).toBe(sha256(canonicalEntry(row)));
      last = row;
    }
  });

  it('enters thousands of rows in one step', async () => {
    await store().clusters.insert(names('clu_many', 5_000).map((id) => aCluster({ id, name: `Khu ${id}` })));
    expect(await store().audit.last()).toMatchObject({ seq: 5_001, subjectId: 'clu_many_0000000000004999' });
  });

  it('gives pages newest first, filtered', async () => {
    await store().sessions.put(aSession());
    acting.actor = { ...technician, name: 'lan', action: 'sessions.write' };
    acting.now = MORNING + MINUTE;
    await store().sessions.put(aSession({ volume: 1 }));
    await store().users.put(aUser());
    const seqs = async (filter: Partial<AuditFilter>, cursor: string | null = null, limit = 10) => {
      const page = await store().audit.page({ ...anything, ...filter }, cursor, limit);
      return { seqs: page.items.map(({ seq }) => seq), next: page.next };
    };
    expect(await seqs({})).toEqual({ seqs: [4, 3, 2, 1], next: null });
    const first = await seqs({}, null, 3);
    expect(first.seqs).toEqual([4, 3, 2]);
    expect(await seqs({}, first.next, 3)).toEqual({ seqs: [1], next: null });
    expect((await seqs({ actor: 'lan' })).seqs).toEqual([4, 3]);
    expect((await seqs({ action: 'devices.write' })).seqs).toEqual([2, 1]);
    expect((await seqs({ areaKeys: [aSession().areaKey] })).seqs).toEqual([3, 2, 1]);
    expect((await seqs({ areaKeys: [] })).seqs).toEqual([]);
    expect((await seqs({ subject: 'sessions', subjectId: 'ses_1' })).seqs).toEqual([3, 2]);
    expect((await seqs({ from: MORNING + MINUTE })).seqs).toEqual([4, 3]);
    expect((await seqs({ to: MORNING + MINUTE })).seqs).toEqual([2, 1]);
    await expect(store().audit.page(anything, 'x', 1)).rejects.toMatchObject({ code: 'Store_BadCursor' });
    const following = await store().audit.following(1, 2, { ...anything, actor: 'lan' });
    expect(following.map(({ seq }) => seq)).toEqual([3, 4]);
  });

  it('keeps checkpoints', async () => {
    expect(await store().audit.lastCheckpoint()).toBeNull();
    const checkpoint = { seq: 1, hash: 'a'.repeat(64), at: MORNING, jws: 'x.y.z' };
    await store().audit.putCheckpoint(checkpoint);
    await store().audit.putCheckpoint({ ...checkpoint, seq: 7 });
    expect(await store().audit.lastCheckpoint()).toEqual({ ...checkpoint, seq: 7 });
  });
};
