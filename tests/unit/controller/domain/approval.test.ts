import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Approval,
  type ApprovalEntry,
  type ApprovalStep,
  airsFromOf,
  approveByOf,
  type JudgedBulletin,
  judgeStep,
  producersOf,
} from '../../../../controller/domain/approval.ts';

const entry = (step: ApprovalStep, by: string, at = 1): ApprovalEntry => ({
  step,
  by,
  at,
  reason: step === 'return' ? 'Nghe không rõ' : null,
  isSolo: false,
});
const bulletin = (approval: Approval, change: Partial<JudgedBulletin> = {}): JudgedBulletin => ({
  approval,
  audioState: 'ready',
  createdBy: 'lan',
  ...change,
});
const judge = (
  one: JudgedBulletin,
  step: ApprovalStep,
  by: string,
  history: readonly ApprovalEntry[] = [],
  allowsSolo = false,
) => judgeStep(one, history, { step, by, allowsSolo });
const stepTo = (approval: Approval, isSolo = false) => ({ kind: 'step', approval, isSolo });
const refused = (because: string) => ({ kind: 'refused', because });

describe('the way of a bulletin to the air', () => {
  it.each([
    ['draft', 'submit', 'lan', stepTo('submitted')],
    ['returned', 'submit', 'lan', stepTo('submitted')],
    ['submitted', 'approve', 'binh', stepTo('approved')],
    ['submitted', 'return', 'binh', stepTo('returned')],
    ['draft', 'withdraw', 'lan', stepTo('withdrawn')],
    ['submitted', 'withdraw', 'lan', stepTo('withdrawn')],
    ['approved', 'withdraw', 'lan', stepTo('withdrawn')],
    ['returned', 'withdraw', 'lan', stepTo('withdrawn')],
    ['withdrawn', 'withdraw', 'lan', { kind: 'done' }],
    ['draft', 'change', 'lan', stepTo('draft')],
    ['returned', 'change', 'lan', stepTo('returned')],
    ['draft', 'approve', 'binh', refused('state')],
    ['returned', 'approve', 'binh', refused('state')],
    ['withdrawn', 'approve', 'binh', refused('state')],
    ['withdrawn', 'submit', 'lan', refused('state')],
    ['approved', 'submit', 'lan', refused('state')],
    ['approved', 'return', 'binh', refused('state')],
    ['approved', 'change', 'lan', refused('state')],
    ['submitted', 'change', 'lan', refused('state')],
  ] as const)('from %s by %s of %s', (approval, step, by, expected) => {
    expect(judge(bulletin(approval), step, by)).toEqual(expected);
  });

  it('takes a second tap of the same person for the first one', () => {
    const approved = [entry('submit', 'lan'), entry('approve', 'binh')];
    expect(judge(bulletin('approved'), 'approve', 'binh', approved)).toEqual({ kind: 'done' });
    expect(judge(bulletin('approved'), 'approve', 'hoa', approved)).toEqual(refused('state'));
    expect(judge(bulletin('returned'), 'return', 'binh', [entry('return', 'binh')])).toEqual({
      kind: 'done',
    });
    expect(judge(bulletin('submitted'), 'submit', 'lan', [entry('submit', 'lan')])).toEqual({ kind: 'done' });
  });

  it('submits what is in work later, and what failed never', () => {
    expect(judge(bulletin('draft', { audioState: 'queued' }), 'submit', 'lan')).toEqual({ kind: 'later' });
    expect(judge(bulletin('draft', { audioState: 'processing' }), 'submit', 'lan')).toEqual({
      kind: 'later',
    });
    expect(judge(bulletin('draft', { audioState: 'failed' }), 'submit', 'lan')).toEqual(
      refused('audio-failed'),
    );
  });
});

describe('separation of duties', () => {
  it('keeps whoever uploaded, worded or submitted it from approving it', () => {
    const history = [entry('submit', 'minh'), entry('return', 'binh'), entry('change', 'hoa')];
    for (const producer of ['lan', 'minh', 'hoa'])
      expect(judge(bulletin('submitted'), 'approve', producer, history)).toEqual(refused('own'));
    expect(judge(bulletin('submitted'), 'approve', 'binh', history)).toEqual(stepTo('approved'));
  });

  it('lets the one person of a commune approve, and says so', () => {
    expect(judge(bulletin('submitted'), 'approve', 'lan', [], true)).toEqual(stepTo('approved', true));
    expect(judge(bulletin('submitted'), 'approve', 'binh', [], true)).toEqual(stepTo('approved'));
  });

  it('approves nothing that its producer touched, whatever the history', () => {
    const anyStep = fc.constantFrom<ApprovalStep>('submit', 'approve', 'return', 'withdraw', 'change');
    const person = fc.constantFrom('lan', 'minh', 'binh');
    fc.assert(
      fc.property(fc.array(fc.tuple(anyStep, person), { maxLength: 12 }), (wishes) => {
        let now = bulletin('draft');
        const history: ApprovalEntry[] = [];
        for (const [step, by] of wishes) {
          const judged = judge(now, step, by, history);
          if (judged.kind !== 'step') continue;
          if (step === 'approve') expect(producersOf(now, history).has(by)).toBe(false);
          if (now.approval === 'approved') expect(step).toBe('withdraw');
          if (now.approval === 'withdrawn') expect.unreachable();
          now = { ...now, approval: judged.approval };
          history.push(entry(step, by));
        }
      }),
    );
  });
});

describe('the cut-off', () => {
  it('is the same question from both sides', () => {
    const minute = 60_000;
    const startAt = Date.parse('2026-11-24T05:00:00+07:00');
    const approveBy = approveByOf(startAt, 30 * minute);
    expect(new Date(approveBy).toISOString()).toBe('2026-11-23T21:30:00.000Z');
    expect(airsFromOf(approveBy, 30 * minute)).toBe(startAt);
    expect(airsFromOf(approveBy + 1, 30 * minute)).toBeGreaterThan(startAt);
  });
});
