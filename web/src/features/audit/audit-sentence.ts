import type { AuditEntry } from '../../../../controller/http/api-type.ts';
import type { Pair } from '../../i18n/language.tsx';
import { auditWords, noteWords, subjectWords, verbWords } from './audit-words.ts';

type Say = <T>(pair: Pair<T>) => T;
type Fields = NonNullable<AuditEntry['after']>;

/** What somebody did, in the words of the field; the thing itself is named after it. */
type Deed = Readonly<{ text: Pair<string>; named: boolean }>;
const deed = (vi: string, en: string, named = true): Deed => ({ text: { vi, en }, named });

const announced: Readonly<Record<string, Deed>> = {
  emergency: deed('đã phát khẩn cấp', 'started the emergency'),
  exercise: deed('đã phát diễn tập', 'started the exercise'),
  test: deed('đã phát thử', 'started a test tone', false),
  live: deed('đã phát trực tiếp', 'went live with'),
  stop: deed('đã dừng tất cả loa', 'stopped everything', false),
};
const approved: Readonly<Record<string, Deed>> = {
  submitted: deed('đã trình duyệt bản tin', 'submitted the bulletin'),
  approved: deed('đã duyệt bản tin', 'approved the bulletin'),
  returned: deed('đã trả lại bản tin', 'returned the bulletin'),
  withdrawn: deed('đã thu hồi bản tin', 'withdrew the bulletin'),
};
const decided: Readonly<Record<string, Deed>> = {
  placed: deed('đã xếp lịch bản tin cấp trên gửi', 'placed the bulletin from above'),
  declined: deed('đã từ chối bản tin cấp trên gửi', 'declined the bulletin from above'),
};

const requested: Readonly<Record<string, Deed>> = {
  confirmed: deed('đã xác nhận yêu cầu phát khẩn cấp', 'confirmed the request for the emergency'),
  refused: deed('đã từ chối yêu cầu phát khẩn cấp', 'refused the request for the emergency'),
  withdrawn: deed('đã rút yêu cầu phát khẩn cấp', 'withdrew the request for the emergency'),
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const isNow = (before: Fields | null, after: Fields | null, field: string): boolean =>
  (after?.[field] ?? null) !== null && (before?.[field] ?? null) === null;

/** Deeds that are more than adding, changing and removing. */
const ownDeed = ({ actor, subject, before, after }: AuditEntry): Deed | undefined => {
  switch (subject) {
    case 'announcements':
      if (!before) return announced[text(after?.kind)];
      if (!isNow(before, after, 'endedAt')) return undefined;
      return text(after?.kind) === 'stop'
        ? deed('đã gỡ lệnh dừng', 'lifted the stop', false)
        : deed('đã kết thúc phát', 'ended');
    case 'announcementRequests':
      return before
        ? requested[text(after?.state)]
        : deed('đã yêu cầu phát khẩn cấp', 'asked for the emergency');
    case 'soloApprovals':
      return after?.isOn === true
        ? deed('đã cho một người vừa làm vừa duyệt', 'let one person make and approve', false)
        : deed('đã thôi cho một người vừa làm vừa duyệt', 'let one person no longer make and approve', false);
    case 'secondFactors':
      if (isNow(before, after, 'confirmedAt'))
        return deed('đã bật xác thực hai bước', 'turned the second factor on', false);
      return before && !after && (before.confirmedAt ?? null) !== null
        ? deed('đã gỡ xác thực hai bước', 'removed the second factor', false)
        : undefined;
    case 'bulletins':
      return before && before.approval !== after?.approval ? approved[text(after?.approval)] : undefined;
    case 'inbox':
      return decided[text(after?.state)];
    case 'dispatches':
      return before ? undefined : deed('đã gửi xuống bản tin', 'sent down the bulletin');
    case 'runningOrders':
      return deed('đã xếp chương trình của buổi', 'arranged the running order of');
    case 'claims':
      if (before && actor.kind === 'device')
        return deed('đã dùng mã kích hoạt của mình', 'used its claim code', false);
      return before
        ? deed('đã dùng mã kích hoạt của bộ thu', 'used the claim code of receiver')
        : deed('đã cấp mã kích hoạt cho bộ thu', 'issued a claim code for receiver');
    case 'devices':
      if (!before || before.status === after?.status) return undefined;
      // What a receiver changes among them is that it begins, and that it takes the place of another.
      if (actor.kind === 'device')
        return after?.status === 'revoked'
          ? deed('đã thay bộ thu', 'took the place of receiver')
          : deed(
              'đã nhận khóa kết nối và bắt đầu hoạt động',
              'took up its identity and began service',
              false,
            );
      if (after?.status === 'revoked') return deed('đã khóa bộ thu', 'revoked receiver');
      return after?.status === 'active' ? deed('đã kích hoạt bộ thu', 'activated receiver') : undefined;
    case 'users':
      return before && after && after.passwordHash !== before.passwordHash
        ? deed('đã đổi mật khẩu của tài khoản', 'changed the password of account')
        : undefined;
    case 'incidents':
      if (isNow(before, after, 'closedAt')) return deed('đã đóng sự cố', 'closed the incident', false);
      if (isNow(before, after, 'acknowledgedAt'))
        return deed('đã nhận xử lý sự cố', 'acknowledged the incident', false);
      return undefined;
    default:
      return undefined;
  }
};

/** Who did it, as a reader would call them. */
export const actorName = (actor: AuditEntry['actor'], t: Say): string => {
  switch (actor.kind) {
    case 'user':
      return actor.name;
    case 'token':
      return t(auditWords.token)(actor.name);
    case 'device':
      return t(auditWords.device)(actor.name);
    case 'system':
      return t(auditWords.itself);
    case 'anonymous':
      return t(auditWords.stranger);
  }
};

/** `2026-11-23` of `ses_x/2026-11-23`. */
const dateIn = (subjectId: string): string | null => /\/(\d{4}-\d{2}-\d{2})$/.exec(subjectId)?.[1] ?? null;

const called = (entry: AuditEntry): string => {
  if (entry.name !== null) return `“${entry.name}”`;
  return /^[a-z]{2,4}_/.test(entry.subjectId) ? '' : entry.subjectId;
};

/** What was done, to what: `đã sửa buổi phát thanh “Sáng”`. */
export const deedSentence = (entry: AuditEntry, t: Say): string => {
  const note = noteWords[entry.action];
  if (note && !entry.before) return t(note);
  const own = ownDeed(entry);
  if (own) {
    const date = dateIn(entry.subjectId);
    const name = own.named ? called({ ...entry, subjectId: entry.subjectId.split('/')[0] ?? '' }) : '';
    return [t(own.text), name, date === null ? '' : `(${date.split('-').reverse().join('/')})`]
      .filter((part) => part !== '')
      .join(' ');
  }
  const noun = subjectWords[entry.subject];
  if (!noun) return `${entry.action} · ${entry.subject} ${entry.subjectId}`.trim();
  const verb = entry.before ? (entry.after ? verbWords.changed : verbWords.removed) : verbWords.made;
  return `${t(verb)} ${t(noun)} ${called(entry)}`.trim();
};
