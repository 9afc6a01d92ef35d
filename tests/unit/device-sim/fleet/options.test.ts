import { describe, expect, it } from 'vitest';
import { parseOptions, withFaults } from '../../../../device-sim/fleet/options.ts';

describe('the command line', () => {
  it('has sane defaults', () => {
    expect(parseOptions(['--provision', 'devices.jsonl'])).toMatchObject({
      provisionFile: 'devices.jsonl',
      controllerUrl: 'http://127.0.0.1:8080',
      mqttUrl: null,
      dir: 'data/fleet',
      output: 'silent',
      seed: 1,
      connectPerSecond: 200,
      faults: [],
    });
  });

  it('takes everything else', () => {
    const args =
      '--provision f --mqtt ws://b --memory --wav a=/x=y.wav --wav b=c --count 5 --seed 7 --connect-rate 9.5 --fault offline=3';
    expect(parseOptions(args.split(' '))).toMatchObject({
      mqttUrl: 'ws://b',
      dir: null,
      wavFiles: new Map([
        ['a', '/x=y.wav'],
        ['b', 'c'],
      ]),
      count: 5,
      seed: 7,
      connectPerSecond: 9.5,
      faults: [{ fault: 'offline', who: '3' }],
    });
  });

  it('gives help', () => {
    expect(parseOptions(['--help'])).toBeNull();
  });

  it.each([
    [[], /--provision FILE is needed/],
    [['--provision', 'f', '--output', 'loud'], /silent or player/],
    [['--provision', 'f', '--count', 'many'], /--count must be a number/],
    [['--provision', 'f', '--connect-rate', '0'], /--connect-rate/],
    [['--provision', 'f', '--wav', 'x'], /form A=B/],
    [['--provision', 'f', '--fault', 'rust=1'], /rust is not known/],
    [['--nonsense'], /nonsense/],
  ])('%j is told in a sentence', (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });
});

describe('faults', () => {
  const provisions = Array.from({ length: 20 }, (_, n) => ({ claimCode: `code-000${n}`, serial: `s${n}` }));
  const faulty = (faults: Parameters<typeof withFaults>[1]['faults'], seed = 1) =>
    withFaults(provisions, { faults, seed }).filter((one) => one.fault);

  it('go to the device that is named', () => {
    expect(faulty([{ fault: 'wire-cut', who: 's7' }])).toEqual([
      { claimCode: 'code-0007', serial: 's7', fault: 'wire-cut' },
    ]);
    expect(() => faulty([{ fault: 'wire-cut', who: 'nobody' }])).toThrow(/no such device/);
  });

  it('or to a number of sound ones, the same in every run', () => {
    const wanted = [
      { fault: 'offline', who: '5' },
      { fault: 'card-full', who: '4' },
    ] as const;
    const chosen = faulty(wanted);
    expect(chosen.filter((one) => one.fault === 'offline')).toHaveLength(5);
    expect(chosen.filter((one) => one.fault === 'card-full')).toHaveLength(4);
    expect(faulty(wanted)).toEqual(chosen);
    expect(faulty(wanted, 2)).not.toEqual(chosen);
  });
});
