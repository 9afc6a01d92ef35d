export const approvals = ['draft', 'submitted', 'approved', 'returned', 'withdrawn'] as const;
/** Where a bulletin stands on its way to the air. */
export type Approval = (typeof approvals)[number];

/** `change`: its title or class became another before it was approved. */
export type ApprovalStep = 'submit' | 'approve' | 'return' | 'withdraw' | 'change';

/** One step of a bulletin, kept for ever: who, when, and why where a reason is asked for. */
export type ApprovalEntry = Readonly<{
  step: ApprovalStep;
  at: number;
  by: string;
  reason: string | null;
  /** Approved by its own producer, as the commune's one person may. */
  isSolo: boolean;
}>;

export type JudgedBulletin = Readonly<{
  approval: Approval;
  audioState: 'queued' | 'processing' | 'ready' | 'failed';
  createdBy: string;
}>;

export type Judgement =
  /** The same person asked for it before: a second tap changes nothing. */
  | Readonly<{ kind: 'done' }>
  | Readonly<{ kind: 'step'; approval: Approval; isSolo: boolean }>
  /** Once its audio is ready. */
  | Readonly<{ kind: 'later' }>
  | Readonly<{ kind: 'refused'; because: 'state' | 'own' | 'audio-failed' }>;

/** Whoever uploaded a bulletin, worded or submitted it: none of them may approve it. */
export const producersOf = (
  { createdBy }: Pick<JudgedBulletin, 'createdBy'>,
  history: readonly ApprovalEntry[],
): ReadonlySet<string> =>
  new Set([
    createdBy,
    ...history.filter(({ step }) => step === 'submit' || step === 'change').map(({ by }) => by),
  ]);

const outcomeOf = { submit: 'submitted', approve: 'approved', return: 'returned' } as const;
const startsFrom: Readonly<Record<keyof typeof outcomeOf | 'change', readonly Approval[]>> = {
  submit: ['draft', 'returned'],
  approve: ['submitted'],
  return: ['submitted'],
  // What somebody is judging just now must not change under their hands; what was approved never does.
  change: ['draft', 'returned'],
};

/**
 * What becomes of a bulletin when somebody takes a step with it.
 *
 * @param allowsSolo In its area one person does everything; an administrator said so.
 */
export const judgeStep = (
  bulletin: JudgedBulletin,
  history: readonly ApprovalEntry[],
  { step, by, allowsSolo }: Readonly<{ step: ApprovalStep; by: string; allowsSolo: boolean }>,
): Judgement => {
  const { approval, audioState } = bulletin;
  if (step === 'withdraw')
    return approval === 'withdrawn'
      ? { kind: 'done' }
      : { kind: 'step', approval: 'withdrawn', isSolo: false };
  if (!startsFrom[step].includes(approval)) {
    const last = history.at(-1);
    const isRepeated =
      step !== 'change' && approval === outcomeOf[step] && last?.step === step && last.by === by;
    return isRepeated ? { kind: 'done' } : { kind: 'refused', because: 'state' };
  }
  if (step === 'change') return { kind: 'step', approval, isSolo: false };
  if (step === 'submit') {
    if (audioState === 'failed') return { kind: 'refused', because: 'audio-failed' };
    if (audioState !== 'ready') return { kind: 'later' };
  }
  const isSolo = step === 'approve' && producersOf(bulletin, history).has(by);
  if (isSolo && !allowsSolo) return { kind: 'refused', because: 'own' };
  return { kind: 'step', approval: outcomeOf[step], isSolo };
};

/** Until when a bulletin must be approved to air in an occurrence that starts then. */
export const approveByOf = (startAt: number, cutOffMs: number): number => startAt - cutOffMs;

/**
 * The earliest start that an approval comes in time for. It is stored with the approval, so that neither a restart
 * nor another setting changes what was decided.
 */
export const airsFromOf = (approvedAt: number, cutOffMs: number): number => approvedAt + cutOffMs;
