import { describe, expect, it } from 'vitest';
import { filterMatches, isReserved, isTopicFilter, isTopicName } from '../../../broker/topic-filter.ts';

describe('topic filters', () => {
  it.each([
    ['tt/v1/keys', 'tt/v1/keys'],
    ['tt/+/keys', 'tt/v1/keys'],
    ['tt/#', 'tt/v1/keys'],
    ['tt/#', 'tt'],
    ['#', 'tt/v1/keys'],
    ['+/+', '/finance'],
    ['/+', '/finance'],
    ['a/+/b', 'a//b'],
    ['$SYS/#', '$SYS/uptime'],
  ])('%s selects %s', (filter, topic) => {
    expect(filterMatches(filter, topic)).toBe(true);
  });

  it.each([
    ['tt/v1/keys', 'tt/v1/key'],
    ['tt/v1', 'tt/v1/keys'],
    ['tt/v1/keys', 'tt/v1'],
    ['tt/+', 'tt/v1/keys'],
    ['+', '/finance'],
    ['#', '$SYS/uptime'],
    ['+/uptime', '$SYS/uptime'],
    ['tt/v1/#', 'ttt/v1'],
  ])('%s does not select %s', (filter, topic) => {
    expect(filterMatches(filter, topic)).toBe(false);
  });

  it.each(['', 'a\u0000b', 'a+', '+a/b', 'a/#/b', 'a#', 'a/+b', '#/a', 'x/'.repeat(32), 'x'.repeat(65_536)])(
    'refuses the malformed filter %j',
    (filter) => {
      expect(isTopicFilter(filter)).toBe(false);
    },
  );

  it.each(['a', '/', '+', '#', 'a/+/b', 'a/#', '+/#', 'a//b'])('accepts the filter %j', (filter) => {
    expect(isTopicFilter(filter)).toBe(true);
  });

  it('keeps wildcards and empty names out of topic names', () => {
    expect(['a/+', 'a/#', '#', '', 'a\u0000'].filter(isTopicName)).toEqual([]);
    expect(isTopicName('tt/v1/areas/25/program')).toBe(true);
  });

  it('knows the topics of the server itself', () => {
    expect(isReserved('$SYS/uptime')).toBe(true);
    expect(isReserved('tt/$SYS')).toBe(false);
  });
});
