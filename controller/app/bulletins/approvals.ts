import { type ApprovalStep, airsFromOf, judgeStep, producersOf } from '../../domain/approval.ts';
import type { EventBus } from '../ports/events.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { Clock, Fault, Log, Outcome } from '../ports/runtime.ts';
import type { ApprovalRow } from '../ports/store/approvals.ts';
import type { BulletinRow } from '../ports/store/bulletins.ts';
import type { UserRow } from '../ports/store/users.ts';
import type { Store } from '../ports/store.ts';
import { approvalFaults as faults } from './approval-faults.ts';
import { createApprovalNotices } from './approval-notices.ts';
import type { SoloApprovals } from './solo-approvals.ts';

export type Approver = Pick<UserRow, 'id' | 'username'>;

type Asked = Readonly<{
  /** The revision that the person saw; a later one is refused. Null trusts what is there. */
  seen: number | null;
}>;

/**
 * A bulletin's way to the air. What succeeds is stored, with who did it, and the programs that follow from it are
 * being planned when it returns. The same step twice by the same person is no fault.
 */
export type Approvals = Readonly<{
  /** While the audio is in work the wish is kept, and it is submitted as soon as it is ready. */
  submit: (id: string, asked: Asked, actor: Approver) => Promise<Outcome<BulletinRow>>;
  approve: (id: string, asked: Asked, actor: Approver) => Promise<Outcome<BulletinRow>>;
  giveBack: (id: string, asked: Asked & { reason: string }, actor: Approver) => Promise<Outcome<BulletinRow>>;
  /** Before it is approved, and not while somebody judges it. */
  change: (
    id: string,
    change: Asked & Partial<Pick<BulletinRow, 'title' | 'class'>>,
    actor: Approver,
  ) => Promise<Outcome<BulletinRow>>;
  /** Takes the step in the caller's transaction, which tells nobody yet; null when it changes nothing. */
  withdrawIn: (
    tx: Store,
    bulletin: BulletinRow,
    reason: string | null,
    actor: Pick<Approver, 'username'>,
  ) => Promise<BulletinRow>;
  /** Submits a bulletin whose audio became ready, if somebody asked for that. */
  submitReadyIn: (tx: Store, bulletin: BulletinRow) => Promise<BulletinRow>;
}>;

export const createApprovals = (deps: {
  store: Store;
  solo: Pick<SoloApprovals, 'of'>;
  notifier: Notifier;
  events: Pick<EventBus, 'emit'>;
  clock: Pick<Clock, 'now'>;
  /** How long before an occurrence begins its bulletins must be approved. */
  cutOffMs: number;
  /** Called when a bulletin came on air or left it, so that programs follow. */
  onAirChange: () => void;
  log: Log;
}): Approvals => {
  const { store, solo, events, clock, cutOffMs, onAirChange } = deps;
  const log = deps.log.child({ component: 'approvals' });
  const notices = createApprovalNotices(deps.notifier);

  const enter = async (
    tx: Store,
    bulletin: BulletinRow,
    change: Partial<BulletinRow>,
    entry: Pick<ApprovalRow, 'step' | 'by' | 'reason' | 'isSolo'>,
  ): Promise<BulletinRow> => {
    const revision = bulletin.revision + 1;
    const row = { ...bulletin, ...change, revision };
    await tx.bulletins.put(row);
    await tx.approvals.add({ ...entry, bulletinId: bulletin.id, revision, at: clock.now() });
    return row;
  };

  /** What a step means for the bulletin beside its new state. */
  const consequences = (step: ApprovalStep): Partial<BulletinRow> => {
    const approvedAt = clock.now();
    return step === 'approve' ? { approvedAt, airsFrom: airsFromOf(approvedAt, cutOffMs) } : {};
  };

  const refused = (
    because: 'state' | 'own' | 'audio-failed',
    step: ApprovalStep,
    bulletin: BulletinRow,
    last: ApprovalRow | undefined,
  ): { ok: false; status: 403 | 409 | 422; fault: Fault } => {
    if (because === 'own') return { ok: false, status: 403, fault: faults.own };
    if (because === 'audio-failed') return { ok: false, status: 422, fault: faults.audioFailed };
    if (step === 'change' && bulletin.approval === 'approved')
      return { ok: false, status: 409, fault: faults.approvedStays };
    return { ok: false, status: 409, fault: faults.state(bulletin, last) };
  };

  const take = async (
    id: string,
    step: ApprovalStep,
    asked: Asked & { reason?: string; change?: Partial<Pick<BulletinRow, 'title' | 'class'>> },
    actor: Approver,
  ): Promise<Outcome<BulletinRow>> => {
    const by = actor.username;
    let changed = false;
    const outcome = await store.transaction(async (tx): Promise<Outcome<BulletinRow>> => {
      const bulletin = await tx.bulletins.get(id);
      if (!bulletin) return { ok: false, status: 404, fault: faults.unknown };
      const history = await tx.approvals.of([id]);
      const last = history.at(-1);
      const allowsSolo = step === 'approve' && (await solo.of(bulletin.areaKey, tx)) !== null;
      const judged = judgeStep(bulletin, history, { step, by, allowsSolo });
      if (judged.kind === 'refused') return refused(judged.because, step, bulletin, last);
      if (judged.kind === 'done') return { ok: true, value: bulletin };
      if (asked.seen !== null && asked.seen !== bulletin.revision)
        return { ok: false, status: 409, fault: faults.state(bulletin, last) };
      changed = true;
      if (judged.kind === 'later') {
        const row = { ...bulletin, submitter: by };
        await tx.bulletins.put(row);
        return { ok: true, value: row };
      }
      const row = await enter(
        tx,
        bulletin,
        { ...asked.change, ...consequences(step), approval: judged.approval, submitter: null },
        { step, by, reason: asked.reason ?? null, isSolo: judged.isSolo },
      );
      if (step === 'submit') await notices.waiting(row, actor, clock.now(), tx);
      if (step === 'return') {
        const makers = producersOf(row, history);
        await notices.returned(row, makers, { ...actor, reason: asked.reason ?? '' }, clock.now(), tx);
      }
      return { ok: true, value: row };
    });
    if (outcome.ok && changed) {
      log.info({ bulletinId: id, step, by }, 'A bulletin took a step');
      if (step === 'approve') onAirChange();
      const { areaKey, approval } = outcome.value;
      events.emit({ type: 'bulletin', areaKey, bulletinId: id, audioState: approval, progress: 1 });
    }
    return outcome;
  };

  return {
    submit: (id, asked, actor) => take(id, 'submit', asked, actor),
    approve: (id, asked, actor) => take(id, 'approve', asked, actor),
    giveBack: (id, asked, actor) => take(id, 'return', asked, actor),
    change: (id, { seen, ...change }, actor) => take(id, 'change', { seen, change }, actor),
    withdrawIn: async (tx, bulletin, reason, { username }) => {
      const entry = { step: 'withdraw', by: username, reason, isSolo: false } as const;
      return enter(tx, bulletin, { approval: 'withdrawn', submitter: null }, entry);
    },
    submitReadyIn: async (tx, bulletin) => {
      const { submitter } = bulletin;
      if (submitter === null || bulletin.audioState !== 'ready') return bulletin;
      const history = await tx.approvals.of([bulletin.id]);
      const judged = judgeStep(bulletin, history, { step: 'submit', by: submitter, allowsSolo: false });
      if (judged.kind !== 'step') return bulletin;
      const row = await enter(
        tx,
        bulletin,
        { approval: judged.approval, submitter: null },
        { step: 'submit', by: submitter, reason: null, isSolo: false },
      );
      const user = await tx.users.byUsername(submitter);
      await notices.waiting(row, { id: user?.id ?? '', username: submitter }, clock.now(), tx);
      return row;
    },
  };
};
