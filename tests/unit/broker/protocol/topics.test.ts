import { describe, expect, it } from 'vitest';
import { deviceAcl, itemId, parseAreaTopic, parseUpstreamTopic, topics, upstreamFilters } from '#protocol';
import { sha } from '../../../support/device-documents.ts';

const area = '07888.20200101';
const acl = deviceAcl({ deviceId: 'dev-1', areaKeys: [area] });

describe('a device may', () => {
  it.each([
    topics.keys,
    topics.config('dev-1'),
    topics.command('dev-1'),
    topics.timeResponse('dev-1'),
    topics.playbackAck('dev-1'),
    topics.program(area),
    topics.policy(area),
    topics.announcements(area),
    topics.streamManifest('vov1'),
  ])('subscribe to %s and not publish there', (topic) => {
    expect(acl.maySubscribe(topic)).toBe(true);
    expect(acl.mayPublish(topic)).toBe(false);
  });

  it.each([
    topics.timeRequest('dev-1'),
    topics.presence('dev-1'),
    topics.heartbeat('dev-1'),
    topics.state('dev-1'),
    topics.playback('dev-1'),
  ])('publish to %s and not subscribe there', (topic) => {
    expect(acl.mayPublish(topic)).toBe(true);
    expect(acl.maySubscribe(topic)).toBe(false);
  });
});

describe('of the areas above a device may', () => {
  const below = deviceAcl({ deviceId: 'dev-1', areaKeys: [area], ancestorKeys: ['25.20200101'] });
  it('follow the announcements', () => {
    expect(below.maySubscribe(topics.announcements('25.20200101'))).toBe(true);
  });
  it.each([topics.program('25.20200101'), topics.policy('25.20200101')])('not read %s', (topic) => {
    expect(below.maySubscribe(topic)).toBe(false);
  });
});

describe('a device may not', () => {
  it.each([
    '#',
    '+/v1/keys',
    'tt/v1/#',
    'tt/v1/areas/+/program',
    'tt/v1/areas/07888.20200101/#',
    'tt/v1/devices/+/config',
    'tt/v1/devices/dev-2/config',
    'tt/v1/areas/07891.20200101/program',
    'tt/v1/streams/+/manifest',
    'tt/v1/streams/#',
    'tt/v1/streams/a/b/manifest',
    '$SYS/broker/clients',
    '',
  ])('subscribe to %s', (filter) => {
    expect(acl.maySubscribe(filter)).toBe(false);
  });

  it.each([
    'tt/v1/devices/dev-2/heartbeat',
    'tt/v1/devices/dev-1/config',
    'tt/v1/devices/dev-1/playback/ack',
    'tt/v1/areas/07888.20200101/program',
    'tt/v1/keys',
  ])('publish to %s', (topic) => {
    expect(acl.mayPublish(topic)).toBe(false);
  });
});

describe('upstream topics', () => {
  it.each([
    [topics.timeRequest('a'), { deviceId: 'a', kind: 'timeRequest' }],
    [topics.presence('a'), { deviceId: 'a', kind: 'presence' }],
    [topics.heartbeat('a'), { deviceId: 'a', kind: 'heartbeat' }],
    [topics.state('a'), { deviceId: 'a', kind: 'state' }],
    [topics.playback('a'), { deviceId: 'a', kind: 'playback' }],
    [topics.playbackAck('a'), null],
    [topics.config('a'), null],
    ['tt/v1/devices//state', null],
    ['tt/v1/devices/a', null],
    ['tt/v2/devices/a/state', null],
    ['', null],
  ])('%s', (topic, expected) => {
    expect(parseUpstreamTopic(topic)).toEqual(expected);
  });

  it('are all matched by the filters of a controller', () => {
    expect(upstreamFilters).toEqual(
      ['time/request', 'presence', 'heartbeat', 'state', 'playback'].map((kind) => `tt/v1/devices/+/${kind}`),
    );
  });
});

it.each([
  [topics.program(area), { areaKey: area, kind: 'program' }],
  [topics.policy(area), { areaKey: area, kind: 'policy' }],
  [topics.announcements(area), { areaKey: area, kind: 'announcements' }],
  [`${topics.program(area)}/more`, null],
  ['tt/v1/areas//program', null],
  ['tt/v1/areas/x/weather', null],
  [topics.keys, null],
])('reads the area of %s', (topic, expected) => {
  expect(parseAreaTopic(topic)).toEqual(expected);
});

it('names an item by session, recurrence, position and sound', () => {
  const slot = { sessionId: 's1', recurrenceAt: Date.UTC(2023, 5, 4, 22), position: 3, sha256: sha('a') };
  expect(itemId(slot)).toBe('s1.20230604T220000Z.03.aaaaaaaaaaaa');
});
