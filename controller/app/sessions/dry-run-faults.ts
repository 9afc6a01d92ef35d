export const dryRunFaults = {
  span: {
    code: 'DryRun_SpanInvalid',
    vi: 'Chỉ xem được dự kiến phát của tối đa 14 ngày liền nhau, từ lúc bắt đầu đến lúc kết thúc.',
    en: 'A dry run covers 14 days at most, from a start to a later end.',
  },
  past: {
    code: 'DryRun_Past',
    vi: 'Ngày này đã qua: hãy xem nhật ký phát thanh.',
    en: 'That day has passed: see the as-run log.',
  },
  needsCommune: {
    code: 'DryRun_NeedsCommune',
    vi: 'Hãy chọn một xã, phường hoặc thị trấn đang có hiệu lực để xem dự kiến phát.',
    en: 'Choose a commune in force to see what will sound there.',
  },
  clusterUnknown: {
    code: 'Cluster_Unknown',
    vi: 'Không có cụm loa này trong xã.',
    en: 'There is no such cluster in the commune.',
  },
} as const;
