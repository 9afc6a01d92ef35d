import { describe, expect, it } from 'vitest';
import { checkOutboundUrl, type OutboundUse } from '../../../../controller/domain/outbound-url.ts';

const mayReach = (host: string, scheme: string): boolean =>
  scheme === 'https' ? host.endsWith('.vn') : host === 'inside.vn';
const verdict = (text: string, use: OutboundUse = 'webhook'): string => {
  const checked = checkOutboundUrl(text, use, mayReach);
  return checked.ok ? checked.value.href : checked.fault.code;
};

describe('an address that somebody asks this server to reach', () => {
  it.each([
    ['https://sms.vn/x?y=1', 'https://sms.vn/x?y=1'],
    ['http://inside.vn/', 'http://inside.vn/'],
    ['http://sms.vn/', 'Outbound_Scheme'],
    ['file:///etc/passwd', 'Outbound_Scheme'],
    ['gopher://sms.vn:25/_MAIL', 'Outbound_Scheme'],
    ['ftp://sms.vn/', 'Outbound_Scheme'],
    ['javascript:alert(1)', 'Outbound_Scheme'],
    ['https://a:b@sms.vn/', 'Outbound_Credentials'],
    ['https://sms.vn@127.0.0.1/', 'Outbound_Credentials'],
    ['https://0x7f.1/', 'Outbound_NotAllowed'],
    ['https://elsewhere.com/', 'Outbound_NotAllowed'],
    ['sms.vn', 'Outbound_Unreadable'],
    ['', 'Outbound_Unreadable'],
    [`https://sms.vn/${'x'.repeat(2_000)}`, 'Outbound_Unreadable'],
  ])('%s: %s', (text, expected) => {
    expect(verdict(text)).toBe(expected);
  });

  it('is pulled in the clear where it is a stream, and only from outside', () => {
    expect(verdict('http://vov.vn/live', 'stream')).toBe('http://vov.vn/live');
    expect(verdict('http://10.0.0.1/live', 'stream')).toBe('Outbound_NotAllowed');
    expect(verdict('file:///etc/passwd', 'stream')).toBe('Outbound_Scheme');
    expect(verdict('https://u:p@vov.vn/live', 'stream')).toBe('Outbound_Credentials');
  });

  it('is never in the clear where it is a push service', () => {
    expect(verdict('http://inside.vn/', 'push')).toBe('Outbound_Scheme');
  });
});
