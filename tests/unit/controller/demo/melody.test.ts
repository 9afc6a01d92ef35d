import { describe, expect, it } from 'vitest';
import { melodyWav } from '../../../../controller/demo/melody.ts';
import { pickFrom, seededRandom } from '../../../../controller/demo/seeded-random.ts';

describe('a melody', () => {
  it('is a WAV file of that length, mono, 16 bits, 44.1 kHz', () => {
    const wav = melodyWav(13, 2);
    expect(wav.toString('latin1', 0, 4) + wav.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
    expect(wav.readUInt32LE(4)).toBe(wav.length - 8);
    expect([wav.readUInt16LE(20), wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34)]).toEqual([
      1, 1, 44_100, 16,
    ]);
    expect(wav.readUInt32LE(40)).toBe(2 * 44_100 * 2);
    expect(wav.length).toBe(44 + 2 * 44_100 * 2);
  });

  it('sounds, without being cut off at full scale', () => {
    const wav = melodyWav(13, 2);
    const samples = Array.from({ length: 88_200 }, (_, i) => Math.abs(wav.readInt16LE(44 + i * 2)));
    const peak = samples.reduce((most, sample) => Math.max(most, sample), 0);
    expect(peak).toBeGreaterThan(5_000);
    expect(samples.filter((sample) => sample === 32_000).length).toBeLessThan(10);
  });

  it('is the same for the same seed, and another one for another', () => {
    expect(melodyWav(5, 1).equals(melodyWav(5, 1))).toBe(true);
    expect(melodyWav(5, 1).equals(melodyWav(8, 1))).toBe(false);
  });
});

describe('seeded chance', () => {
  it('is the same on every machine, in [0, 1), and spread evenly', () => {
    const random = seededRandom(7);
    const drawn = Array.from({ length: 10_000 }, random);
    expect(drawn.slice(0, 3).map((value) => value.toFixed(6))).toEqual(
      Array.from({ length: 3 }, seededRandom(7)).map((value) => value.toFixed(6)),
    );
    expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
    const average = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    expect(average).toBeCloseTo(0.5, 1);
    expect(seededRandom(8)()).not.toBe(seededRandom(7)());
  });

  it('picks every value there is, and none else', () => {
    const random = seededRandom(1);
    const picked = Array.from({ length: 100 }, () => pickFrom(random, ['a', 'b', 'c']));
    expect([...new Set(picked)].sort()).toEqual(['a', 'b', 'c']);
  });
});
