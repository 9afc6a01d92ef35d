/** A tenth of a second of silence as a WAV file: played within a tap, it earns the leave to play later. */
export const silentWav = (): Blob => {
  const samples = 800;
  const bytes = new DataView(new ArrayBuffer(44 + samples));
  const text = (offset: number, value: string): void => {
    for (let index = 0; index < value.length; index += 1)
      bytes.setUint8(offset + index, value.charCodeAt(index));
  };
  text(0, 'RIFF');
  bytes.setUint32(4, 36 + samples, true);
  text(8, 'WAVEfmt ');
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, 8_000, true);
  bytes.setUint32(28, 8_000, true);
  bytes.setUint16(32, 1, true);
  bytes.setUint16(34, 8, true);
  text(36, 'data');
  bytes.setUint32(40, samples, true);
  // Eight-bit samples are unsigned: silence is the middle.
  for (let index = 0; index < samples; index += 1) bytes.setUint8(44 + index, 128);
  return new Blob([bytes.buffer], { type: 'audio/wav' });
};
