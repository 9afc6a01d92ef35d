import type { AreaLevel } from '../../domain/area.ts';
import type { Party, SessionDisplacement } from '../../domain/session-displacement.ts';
import type { Fault } from '../ports/runtime.ts';
import type { SessionRow } from '../ports/store/sessions.ts';
import type { SessionConflicts } from './session-conflicts.ts';
import { instant } from './session-faults.ts';

/** What a page can show at once; the rest is counted. */
const mostTold = 5;

const classVi = { normal: 'thông thường', priority: 'ưu tiên', emergency: 'khẩn cấp' } as const;

type Words = Readonly<{ vi: string; en: string }>;

const outcomes: Readonly<Record<'begun' | 'waiting', Record<SessionDisplacement['outcome'], Words>>> = {
  begun: {
    resumes: { vi: 'mục bị lấn phát tiếp sau đó', en: 'what is displaced goes on afterwards' },
    restarts: { vi: 'mục bị lấn phát lại từ đầu sau đó', en: 'what is displaced begins again afterwards' },
    skipped: { vi: 'mục bị lấn mất phần còn lại', en: 'what is displaced loses the rest' },
  },
  waiting: {
    resumes: {
      vi: 'mục bị lấn mất phần đầu, rồi vào giữa chừng',
      en: 'what is displaced loses its beginning and enters midway',
    },
    restarts: { vi: 'mục bị lấn phát muộn hơn, từ đầu', en: 'what is displaced begins later' },
    skipped: { vi: 'mục bị lấn không phát được', en: 'what is displaced does not sound' },
  },
};

/** `xã Cao Xá` as it stands within a sentence. */
export type AreaName = (areaKey: string) => string;

const placesOf = ({ communes }: SessionDisplacement, nameOf: AreaName): Words => {
  const [first = '', ...others] = communes;
  const name = nameOf(first);
  if (others.length === 0) return { vi: name, en: name };
  return { vi: `${name} và ${others.length} xã khác`, en: `${name} and ${others.length} other communes` };
};

const timesOf = ({ at, times }: SessionDisplacement): Words => {
  if (times === 1) return { vi: instant(at), en: instant(at) };
  return {
    vi: `${instant(at)} và ${times - 1} lần khác`,
    en: `${instant(at)} and ${times - 1} more times`,
  };
};

/** What a person should know of a session that is being saved: whom it displaces, and who displaces it. */
export const conflictWarnings = (
  { displacements, stops, sessions }: SessionConflicts,
  selfId: string,
  nameOf: AreaName,
): Fault[] => {
  const named = ({ kind, id, title }: Party): Words => {
    const session = kind === 'session' ? sessions.get(id) : undefined;
    if (!session) return { vi: `“${title}” (đang phát)`, en: `“${title}” (in force)` };
    const owner = nameOf(session.areaKey);
    return {
      vi: `“${session.title}” (${classVi[session.class]}, của ${owner})`,
      en: `“${session.title}” (${session.class}, of ${owner})`,
    };
  };
  const tell = (one: SessionDisplacement): Fault => {
    const [loser, taker] = [named(one.loser), named(one.taker)];
    const [where, when] = [placesOf(one, nameOf), timesOf(one)];
    const then = outcomes[one.isWaiting ? 'waiting' : 'begun'][one.outcome];
    if (one.loser.id === selfId) {
      return {
        code: 'Session_Displaced',
        vi: `Sẽ bị ${taker.vi} lấn lúc ${when.vi} ở ${where.vi}: ${then.vi}.`,
        en: `${taker.en} displaces it at ${when.en} in ${where.en}: ${then.en}.`,
      };
    }
    if (one.taker.id === selfId) {
      return {
        code: 'Session_Displaces',
        vi: `Sẽ lấn ${loser.vi} lúc ${when.vi} ở ${where.vi}: ${then.vi}.`,
        en: `Displaces ${loser.en} at ${when.en} in ${where.en}: ${then.en}.`,
      };
    }
    return {
      code: 'Session_DisplacesOthers',
      vi: `Làm cho ${loser.vi} bị ${taker.vi} lấn lúc ${when.vi} ở ${where.vi}: ${then.vi}.`,
      en: `Makes ${taker.en} displace ${loser.en} at ${when.en} in ${where.en}: ${then.en}.`,
    };
  };
  // What happens to the session itself matters most to who saves it.
  const rank = ({ loser, taker }: SessionDisplacement) =>
    loser.id === selfId ? 0 : taker.id === selfId ? 1 : 2;
  const inOrder = [...displacements].sort((a, b) => rank(a) - rank(b));
  const left = inOrder.length - mostTold;
  return [
    ...stops.map(
      ({ title }): Fault => ({
        code: 'Session_Stopped',
        vi: `Lệnh dừng “${title}” đang có hiệu lực: buổi phát im lặng cho đến khi gỡ lệnh.`,
        en: `The stop “${title}” is in force: the session is silent until it is lifted.`,
      }),
    ),
    ...inOrder.slice(0, mostTold).map(tell),
    ...(left > 0
      ? [
          {
            code: 'Session_MoreConflicts',
            vi: `Còn ${left} trường hợp lấn giờ khác: hãy xem “Dự kiến phát” của từng xã.`,
            en: `There are ${left} more conflicts: see the dry run of each commune.`,
          },
        ]
      : []),
  ];
};

/** Levels above the commune. */
const isAbove = (level: AreaLevel | undefined): boolean => level === 'province' || level === 'district';

/**
 * Circular 39/2020/TT-BTTTT: of a higher level's normal bulletins the commune decides whether it schedules them.
 * A session of class normal above the communes is therefore placed on their behalf, and who saves it is told so.
 */
export const onBehalfWarning = (
  session: Pick<SessionRow, 'class' | 'areaKey'>,
  level: AreaLevel | undefined,
  communes: number,
): Fault[] =>
  session.class === 'normal' && isAbove(level)
    ? [
        {
          code: 'Session_OnBehalf',
          vi: `Bản tin thông thường của cấp trên do xã quyết định có phát hay không: buổi này được xếp thay cho ${communes} xã. Hãy dùng “Cấp trên gửi” để xã tự xếp.`,
          en: `A commune decides whether it airs a higher level's normal bulletin: this session is placed on behalf of ${communes} communes. Send a dispatch to let them place it themselves.`,
        },
      ]
    : [];
