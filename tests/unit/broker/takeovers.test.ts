import { describe, expect, it } from 'vitest';
import { createTakeovers } from '../../../broker/takeovers.ts';

const create = () => {
  let now = 0;
  const takeovers = createTakeovers({ perMinute: 3, now: () => now });
  return {
    at: (ms: number, id = 'dev_1') => {
      now = ms;
      return takeovers.note(id, ['10.0.0.1', '10.0.0.2']);
    },
  };
};

describe('connections that push each other out', () => {
  it('are told once a minute, with the addresses, when it happens too often for one device', () => {
    const field = create();
    expect([field.at(0), field.at(1_000)]).toEqual([null, null]);
    expect(field.at(2_000)).toEqual({
      clientId: 'dev_1',
      takeovers: 3,
      addresses: ['10.0.0.1', '10.0.0.2'],
    });
    expect(field.at(3_000)).toBeNull();
    expect(field.at(62_001)).toBeNull();
    expect(field.at(62_500)).toMatchObject({ takeovers: 3 });
  });

  it('are no matter when a device comes back on another network now and then', () => {
    const field = create();
    for (let minute = 0; minute < 20; minute += 1) expect(field.at(minute * 31_000)).toBeNull();
  });

  it('of many devices at once are no matter either', () => {
    const field = create();
    for (let device = 0; device < 1_000; device += 1) expect(field.at(device, `dev_${device}`)).toBeNull();
  });
});
