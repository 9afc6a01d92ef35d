import { afterEach, beforeEach, expect, it } from 'vitest';
import { sha256 } from '../../../../../controller/adapters/random.ts';
import { openSqliteStore } from '../../../../../controller/adapters/store/sqlite.ts';
import {
  type AuditCheckpoints,
  createAuditCheckpoints,
} from '../../../../../controller/app/audit/audit-checkpoints.ts';
import type { AuditRow, AuditStore } from '../../../../../controller/app/ports/store/audit.ts';
import type { Store } from '../../../../../controller/app/ports/store.ts';
import { memoryAuditTip } from '../../../../support/memory-audit-tip.ts';
import { createRecordingLog } from '../../../../support/recording-log.ts';
import { silentLog } from '../../../../support/silent-log.ts';
import { createVirtualClock, type VirtualClock } from '../../../../support/virtual-clock.ts';

let store: Store;
let clock: VirtualClock;
beforeEach(async () => {
  tip = memoryAuditTip();
  clock = createVirtualClock(1_000_000);
  store = await openSqliteStore({ path: ':memory:', log: silentLog, now: clock.now });
});
afterEach(() => store.close());

/** Of real signatures the file's verification speaks. */
const signer = { sign: async (payload: object) => `signed: ${JSON.stringify(payload)}` };
const note = () => store.audit.note({ action: 'test', subject: 'x', subjectId: 'y', areaKey: null });
let tip: ReturnType<typeof memoryAuditTip>;
const create = (over: Partial<Parameters<typeof createAuditCheckpoints>[0]> = {}): AuditCheckpoints =>
  createAuditCheckpoints({ store, signer, tip, digest: sha256, clock, log: silentLog, ...over });
const signedTo = async (): Promise<number> => (await store.audit.lastCheckpoint())?.seq ?? 0;

it('signs the end of the trail a minute after something changed, at the start and at the end', async () => {
  await note();
  const checkpoints = create();
  await checkpoints.start();
  expect(await signedTo()).toBe(1);
  await note();
  await clock.advance(59_999);
  expect(await signedTo()).toBe(1);
  await clock.advance(1);
  expect(await signedTo()).toBe(2);
  await note();
  await checkpoints.stop();
  const checkpoint = await store.audit.lastCheckpoint();
  const hash = (await store.audit.last())?.hash;
  const said = { schema: 'tt/audit-checkpoint/1', seq: 3, hash, at: clock.now() };
  expect(checkpoint).toMatchObject({ seq: 3, hash, at: clock.now() });
  expect(checkpoint?.jws).toBe(`signed: ${JSON.stringify(said)}`);
});

it('signs nothing where nothing changed', async () => {
  let signatures = 0;
  const counting = {
    sign: (payload: object) => {
      signatures += 1;
      return signer.sign(payload);
    },
  };
  const checkpoints = create({ signer: counting });
  await checkpoints.start();
  await clock.advance(600_000);
  await note();
  await clock.advance(600_000);
  await checkpoints.stop();
  expect(signatures).toBe(1);
});

it('does not vouch for a trail that was changed past it', async () => {
  const { log, lines } = createRecordingLog();
  await note();
  const forged = (row: AuditRow): AuditRow => ({ ...row, actorName: 'somebody else' });
  const audit: AuditStore = {
    ...store.audit,
    following: async (seq, limit) => (await store.audit.following(seq, limit)).map(forged),
  };
  const checkpoints = create({
    store: { audit },
    log: { ...log, child: () => ({ ...log, child: () => silentLog }) },
  });
  await checkpoints.start();
  await checkpoints.stop();
  expect(await signedTo()).toBe(0);
  expect(lines.map(({ sentence }) => sentence).join()).toContain('changed past the controller');
});

it('writes down apart from the database how far it went, also where a crash came in between', async () => {
  await note();
  const checkpoints = create();
  await checkpoints.start();
  expect(tip.kept).toEqual({ seq: 1, hash: (await store.audit.last())?.hash });
  const before = tip.kept;
  await note();
  await checkpoints.stop();
  tip.kept = before;
  const later = create();
  await later.start();
  expect([tip.kept?.seq, await signedTo()]).toEqual([2, 2]);
  await later.stop();
});

it('tries again when the key could not sign', async () => {
  let isBroken = true;
  const sometimes = {
    sign: (payload: object) => (isBroken ? Promise.reject(new Error('no key')) : signer.sign(payload)),
  };
  await note();
  const checkpoints = create({ signer: sometimes });
  await checkpoints.start();
  expect(await signedTo()).toBe(0);
  isBroken = false;
  await clock.advance(60_000);
  expect(await signedTo()).toBe(1);
  await checkpoints.stop();
});
