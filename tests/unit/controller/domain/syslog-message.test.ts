import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../../controller/domain/audit-chain.ts';
import { syslogMessage } from '../../../../controller/domain/syslog-message.ts';

const entry: AuditEntry = {
  seq: 17,
  at: Date.parse('2026-11-22T05:00:00.250+07:00'),
  actorKind: 'user',
  actorName: 'lan',
  actorAddress: '10.1.2.3',
  action: 'sessions.write',
  subject: 'sessions',
  subjectId: 'ses_1',
  areaKey: '08521.20200101',
  before: null,
  after: '{"title":"Buổi sáng"}',
  prevHash: 'a'.repeat(64),
  hash: 'b'.repeat(64),
};
const textOf = (over: Partial<AuditEntry> = {}, mostBytes = 65_536): string =>
  // Past the mark of its beginning, which is part of the message.
  new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
    syslogMessage({ ...entry, ...over }, { host: 'may-chu', mostBytes }),
  );

describe('a syslog message', () => {
  it('is as RFC 5424 has it', () => {
    expect(textOf()).toBe(
      `<109>1 2026-11-21T22:00:00.250Z may-chu truyenthanh - sessions.write ` +
        `[truyenthanh@32473 seq="17" actorKind="user" actor="lan" address="10.1.2.3" action="sessions.write" ` +
        `subject="sessions" subjectId="ses_1" area="08521.20200101" hash="${'b'.repeat(64)}"] ` +
        `\uFEFFlan sessions.write sessions ses_1 {"before":null,"after":{"title":"Buổi sáng"}}`,
    );
  });

  it('warns of what was refused', () => {
    expect(textOf({ action: 'sign-in.refused' })).toMatch(/^<108>1 /);
  });

  it('escapes what would end a value, and lets no line end through', () => {
    const text = textOf({ actorName: 'a"]\\b\n<1>1 forged', action: 'POST /sign in' });
    expect(text).toContain('actor="a\\"\\]\\\\b <1>1 forged"');
    expect(text).toContain(' - POST-/sign-in [');
    expect(text).not.toContain('\n');
  });

  it('has a head of printable ASCII, one line, and no more bytes than may be, for whatever was entered', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 600, max: 2_048 }), (given, most) => {
        const over = {
          actorName: given,
          action: given,
          subjectId: given,
          after: JSON.stringify(given.repeat(40)),
        };
        const bytes = syslogMessage({ ...entry, ...over }, { host: given, mostBytes: most });
        expect(bytes.length).toBeLessThanOrEqual(most);
        const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
        expect(text).toMatch(
          /^<10[89]>1 \S+Z [\x21-\x7e]{1,255} truyenthanh - [\x21-\x7e]{1,32} \[truyenthanh@32473 /,
        );
        expect(text).not.toMatch(/[\r\n]/);
      }),
    );
  });
});
