import { describe, expect, it } from 'vitest';
import { formatClaimLink } from '#protocol';
import { readLabel } from '../../../../../web/src/features/install/read-label.ts';

const link = formatClaimLink({
  origin: 'https://loa.example.gov.vn',
  code: 'K7QM-2XWD-9RTA-4HPV',
  rootKeyId: 'R'.repeat(43),
  certificate: null,
});

describe('a label', () => {
  it.each([
    ['the QR code of a claim', link, { kind: 'code', text: 'K7QM-2XWD-9RTA-4HPV' }],
    ['a code as people type it', ' k7qm 2xwd 9rta 4hpv ', { kind: 'code', text: 'K7QM-2XWD-9RTA-4HPV' }],
    ['a serial number', 'TT50-00417', { kind: 'serial', text: 'TT50-00417' }],
    [
      'a serial number as makers print it',
      'TT-4G-50 S/N: TT50-00417',
      { kind: 'serial', text: 'TT50-00417' },
    ],
    ['nothing', '  ', null],
    ['another web address', 'https://example.com/a?b=c', null],
    ['words', 'Khu 3 – Nhà văn hóa', null],
  ])('that is %s', (_, text, expected) => {
    expect(readLabel(text)).toEqual(expected);
  });
});
