import type { Loosening } from '../../domain/policy-week.ts';
import type { Fault } from '../ports/runtime.ts';
import type { PolicyRule } from '../ports/store/policies.ts';

const daysVi = (weekdays: readonly number[]): string =>
  weekdays.length === 7
    ? 'hằng ngày'
    : [...weekdays]
        .sort()
        .map((day) => (day === 7 ? 'Chủ nhật' : `thứ ${['Hai', 'Ba', 'Tư', 'Năm', 'Sáu', 'Bảy'][day - 1]}`))
        .join(', ');
const daysEn = (weekdays: readonly number[]): string =>
  weekdays.length === 7
    ? 'every day'
    : [...weekdays]
        .sort()
        .map((day) => ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][day - 1])
        .join(', ');

export const policyFaults = {
  areaEnded: {
    code: 'Policy_AreaNotInForce',
    vi: 'Địa bàn này không còn hiệu lực.',
    en: 'This area is no longer in force.',
  },
  zone: {
    code: 'Policy_ZoneHasNone',
    vi: 'Khung giờ không phát đặt cho tỉnh, huyện hoặc xã; khu theo xã của mình.',
    en: 'Quiet hours are set for a province, a district or a commune; a zone follows its commune.',
  },
  emptyRule: ({ from }: Pick<PolicyRule, 'from'>): Fault => ({
    code: 'Policy_RuleEmpty',
    vi: `Khung giờ bắt đầu và kết thúc cùng lúc ${from}: cả ngày là 00:00–24:00.`,
    en: `A window begins and ends at ${from}: a whole day is 00:00–24:00.`,
  }),
  looser: (loosening: Loosening, level: string): Fault => {
    const { rule } = loosening;
    const window = `${rule.from}–${rule.to}`;
    if (loosening.kind === 'hours') {
      return {
        code: 'Policy_LooserThanAbove',
        vi: `Khung ${window} (${daysVi(rule.weekdays)}) rộng hơn khung giờ mà ${level} cho phép: cấp dưới chỉ được đặt chặt hơn.`,
        en: `The window ${window} (${daysEn(rule.weekdays)}) allows more than ${level} does: a lower level may only be stricter.`,
      };
    }
    return {
      code: 'Policy_LouderThanAbove',
      vi: `Âm lượng ${rule.maxVolume} trong khung ${window} vượt mức ${loosening.maxVolume} mà ${level} cho phép: cấp dưới chỉ được đặt thấp hơn.`,
      en: `The volume ${rule.maxVolume} in the window ${window} exceeds the ${loosening.maxVolume} that ${level} allows: a lower level may only be stricter.`,
    };
  },
} as const;
