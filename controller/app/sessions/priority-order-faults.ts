import type { Fault } from '../ports/runtime.ts';

export const priorityOrderFaults = {
  needsCommune: {
    code: 'PriorityOrder_NeedsCommune',
    vi: 'Thứ tự bản tin ưu tiên do từng xã đặt: hãy chọn một xã, phường hoặc thị trấn đang có hiệu lực.',
    en: 'The order of priority items is set for a commune: choose one in force.',
  },
  dateInvalid: (date: string): Fault => ({
    code: 'PriorityOrder_DateInvalid',
    vi: `“${date.slice(0, 20)}” không phải là ngày hợp lệ.`,
    en: `“${date.slice(0, 20)}” is not a valid date.`,
  }),
  datePassed: (date: string): Fault => ({
    code: 'PriorityOrder_DatePassed',
    vi: `Ngày ${date} đã qua, không đổi thứ tự được nữa.`,
    en: `The date ${date} has passed and its order cannot be changed any more.`,
  }),
  itemUnknown: (itemId: string, date: string): Fault => ({
    code: 'PriorityOrder_ItemUnknown',
    vi: `Không có mục “${itemId.slice(0, 128)}” trong chương trình của xã ngày ${date}.`,
    en: `There is no item “${itemId.slice(0, 128)}” in the commune's program of ${date}.`,
  }),
  notPriority: (title: string): Fault => ({
    code: 'PriorityOrder_NotPriority',
    vi: `“${title}” không phải là mục ưu tiên: chỉ mục ưu tiên mới xếp thứ tự được.`,
    en: `“${title}” is not a priority item: only those can be put in order.`,
  }),
  twice: (itemId: string): Fault => ({
    code: 'PriorityOrder_ItemTwice',
    vi: `Mục “${itemId.slice(0, 128)}” có hai lần trong danh sách.`,
    en: `The item “${itemId.slice(0, 128)}” stands in the list twice.`,
  }),
} as const;
