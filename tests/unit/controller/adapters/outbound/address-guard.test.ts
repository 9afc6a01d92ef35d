import { describe, expect, it } from 'vitest';
import {
  type AddressGuard,
  createAddressGuard,
  readAllowed,
} from '../../../../../controller/adapters/outbound/address-guard.ts';

const guardOf = (allowed = ''): AddressGuard => {
  const read = readAllowed(allowed);
  if (!read.ok) throw new Error(read.entry);
  return createAddressGuard(read.value);
};

describe('where this server goes', () => {
  it.each(['203.162.4.190', '2405:4800::1', '8.8.8.8'])('reaches %s over HTTPS only', (address) => {
    const { mayConnect } = guardOf();
    expect(mayConnect(address, 'example.vn', 'https')).toBe(true);
    expect(mayConnect(address, 'example.vn', 'http')).toBe(false);
  });

  it.each([
    '127.0.0.1',
    '127.8.8.8',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.100.100.200',
    '168.63.129.16',
    '224.0.0.1',
    '255.255.255.255',
    '198.18.0.1',
    '192.0.2.1',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::10.0.0.1',
    '2002:7f00:1::',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd00:ec2::254',
    'fec0::1',
    'ff02::1',
    '2001:db8::1',
    'not an address',
  ])('never reaches %s', (address) => {
    const { mayConnect } = guardOf();
    expect(mayConnect(address, 'example.vn', 'https')).toBe(false);
  });

  it('goes into a listed network and no further', () => {
    const { mayConnect } = guardOf('10.20.0.0/16, fd12::/32');
    expect(mayConnect('10.20.1.5', 'sms.tinh', 'https')).toBe(true);
    expect(mayConnect('::ffff:10.20.1.5', 'sms.tinh', 'https')).toBe(true);
    expect(mayConnect('fd12::5', 'sms.tinh', 'https')).toBe(true);
    expect(mayConnect('10.20.1.5', 'sms.tinh', 'http')).toBe(false);
    expect(mayConnect('10.21.1.5', 'sms.tinh', 'https')).toBe(false);
    expect(mayConnect('127.0.0.1', 'sms.tinh', 'https')).toBe(false);
  });

  it('lets a listed name into private networks, never to this machine or to metadata', () => {
    const { mayConnect, mayReach } = guardOf('sms.phutho.example, http://zalo.local');
    expect(mayConnect('10.20.1.5', 'SMS.phutho.example.', 'https')).toBe(true);
    expect(mayConnect('10.20.1.5', 'other.phutho.example', 'https')).toBe(false);
    expect(mayConnect('169.254.169.254', 'sms.phutho.example', 'https')).toBe(false);
    expect(mayConnect('127.0.0.1', 'sms.phutho.example', 'https')).toBe(false);
    expect(mayConnect('10.20.1.5', 'sms.phutho.example', 'http')).toBe(false);
    expect(mayConnect('10.20.1.6', 'zalo.local', 'http')).toBe(true);
    expect([mayReach('zalo.local', 'http'), mayReach('printer.local', 'https')]).toEqual([true, false]);
  });

  it('tells names of this machine and its network by their look', () => {
    const { mayReach } = guardOf();
    const names = [
      'sms.example.vn',
      'localhost',
      'a.localhost',
      'nas.local',
      'metadata.google.internal',
      '[::1]',
    ];
    expect(names.filter((name) => mayReach(name, 'https'))).toEqual(['sms.example.vn']);
    expect(mayReach('sms.example.vn', 'http')).toBe(false);
  });

  it.each(['10.0.0.0/33', 'a b', 'https://x/y', '*', '10.0.0.1, !'])('cannot read %s', (text) => {
    expect(readAllowed(text).ok).toBe(false);
  });
});
