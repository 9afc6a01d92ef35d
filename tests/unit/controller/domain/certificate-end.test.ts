import { expect, it } from 'vitest';
import { certificateEnd } from '../../../../controller/domain/certificate-end.ts';

const day = 86_400_000;

it.each([
  ['of a year', 365, 15, 'far'],
  ['of a year', 365, 14, 'near'],
  ['of a year', 365, 4, 'near'],
  ['of a year', 365, 3, 'imminent'],
  ['of a year', 365, -1, 'imminent'],
  ['of three months, renewed a month before its end', 90, 30, 'far'],
  ['of six days, renewed half way', 6, 3, 'far'],
  ['of six days', 6, 2, 'near'],
  ['of six days', 6, 0.6, 'imminent'],
])('the end of a certificate %s (%d days) is, %d days before it, %s', (_, lifetime, left, end) => {
  expect(certificateEnd({ notBefore: 0, notAfter: lifetime * day }, (lifetime - left) * day)).toBe(end);
});
