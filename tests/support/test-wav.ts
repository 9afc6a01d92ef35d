const sampleRate = 16_000;

const wavOf = (samples: Int16Array): Buffer => {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([header, Buffer.from(samples.buffer)]);
};

/** A WAV file of a steady tone; another frequency is another asset. */
export const toneWav = (seconds: number, frequencyHz = 440): Buffer =>
  wavOf(
    Int16Array.from({ length: seconds * sampleRate }, (_, i) =>
      Math.round(12_000 * Math.sin((2 * Math.PI * frequencyHz * i) / sampleRate)),
    ),
  );

/** A WAV file in which nothing is to be heard. */
export const silentWav = (seconds: number): Buffer => wavOf(new Int16Array(seconds * sampleRate));
