import { describe, expect, it } from 'vitest';
import { wavDeclaredMs } from '../../../../../controller/adapters/audio/wav-header.ts';

const chunk = (name: string, content: Buffer, declaredBytes = content.length): Buffer => {
  const head = Buffer.alloc(8);
  head.write(name, 0, 'latin1');
  head.writeUInt32LE(declaredBytes, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
};

const format = (byteRate: number): Buffer => {
  const content = Buffer.alloc(16);
  content.writeUInt32LE(byteRate, 8);
  return chunk('fmt ', content);
};

const wav = (...chunks: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), ...chunks]);
const data = (declaredBytes: number): Buffer => chunk('data', Buffer.alloc(0), declaredBytes);

describe('wavDeclaredMs', () => {
  it('divides the declared size by the byte rate', () => {
    expect(wavDeclaredMs(wav(format(88_200), data(882_000)))).toBe(10_000);
  });

  it('skips other chunks with their padding', () => {
    expect(wavDeclaredMs(wav(format(88_200), chunk('LIST', Buffer.alloc(7)), data(88_200)))).toBe(1000);
  });

  it.each([
    ['zero', 0],
    ['2^32 - 1', 0xffff_ffff],
    ['2^31 - 1', 0x7fff_ffff],
  ])('takes the placeholder %s of a recorder on a pipe for no promise', (_, size) => {
    expect(wavDeclaredMs(wav(format(88_200), data(size)))).toBeNull();
  });

  it.each([
    ['an empty file', Buffer.alloc(0)],
    ['another RIFF', Buffer.from('RIFF\0\0\0\0AVI LIST', 'latin1')],
    ['data before format', wav(data(88_200), format(88_200))],
    ['a byte rate of zero', wav(format(0), data(88_200))],
    ['a chunk that reaches past the end', wav(chunk('JUNK', Buffer.alloc(0), 0xffff_fff0), format(88_200))],
    ['a cut format chunk', wav(format(88_200).subarray(0, 12))],
  ])('is null for %s', (_, head) => {
    expect(wavDeclaredMs(head)).toBeNull();
  });
});
