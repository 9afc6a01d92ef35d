import { vietnamTimestamp } from '../../domain/vietnam-date.ts';
import type { Fault } from '../ports/runtime.ts';
import type { ApprovalRow } from '../ports/store/approvals.ts';
import type { BulletinRow } from '../ports/store/bulletins.ts';

/** `16:40 23/11/2026`, in Vietnam. */
const instant = (at: number): string => {
  const [date = '', time = ''] = vietnamTimestamp(at).split('T');
  return `${time.slice(0, 5)} ${date.split('-').reverse().join('/')}`;
};

const happened: Readonly<Record<ApprovalRow['step'], { vi: string; en: string }>> = {
  submit: { vi: 'trình duyệt', en: 'submitted' },
  approve: { vi: 'duyệt', en: 'approved' },
  return: { vi: 'trả lại', en: 'returned' },
  withdraw: { vi: 'thu hồi', en: 'withdrawn' },
  change: { vi: 'sửa', en: 'changed' },
};

export const approvalFaults = {
  unknown: { code: 'Bulletin_Unknown', vi: 'Không có bản tin này.', en: 'There is no such bulletin.' },
  /** Somebody was faster, or it never was where the step begins: tells what is. */
  state: ({ title, approval }: BulletinRow, last: ApprovalRow | undefined): Fault => {
    if (last === undefined)
      return {
        code: 'Approval_StateChanged',
        vi: `Bản tin “${title}” ${approval === 'approved' ? 'đã được duyệt' : 'chưa được trình duyệt'}.`,
        en: `The bulletin “${title}” is ${approval === 'approved' ? 'approved' : 'not submitted'}.`,
      };
    const { vi, en } = happened[last.step];
    return {
      code: 'Approval_StateChanged',
      vi: `Bản tin “${title}” đã được ${last.by} ${vi} lúc ${instant(last.at)}. Hãy xem lại trước khi quyết định.`,
      en: `The bulletin “${title}” was ${en} by ${last.by} at ${instant(last.at)}. Look at it again before you decide.`,
    };
  },
  own: {
    code: 'Approval_OwnBulletin',
    vi: 'Người tải lên, sửa hoặc trình duyệt không được tự duyệt. Hãy nhờ người duyệt khác.',
    en: 'Whoever uploaded, changed or submitted a bulletin may not approve it. Ask another approver.',
  },
  audioFailed: {
    code: 'Approval_AudioFailed',
    vi: 'Âm thanh của bản tin này không dùng được nên không trình duyệt được. Hãy tải lên tệp khác.',
    en: 'The audio of this bulletin cannot be used, so it cannot be submitted. Upload another file.',
  },
  approvedStays: {
    code: 'Bulletin_Approved',
    vi: 'Bản tin đã duyệt không sửa được nữa. Hãy thu hồi rồi tạo bản tin mới.',
    en: 'An approved bulletin is not changed any more. Withdraw it and make a new one.',
  },
  soloNotCommune: {
    code: 'Approval_SoloNotCommune',
    vi: 'Chỉ xã, phường, thị trấn mới được bật “một người làm và duyệt”.',
    en: 'Only a commune can be one in which one person makes and approves.',
  },
} as const;
