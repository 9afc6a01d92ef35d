/**
 * How ffmpeg is called. An upload is hostile until proven otherwise, so the decoder side is narrowed to
 * what recordings come in: `file:` alone as protocol, containers that hold their own data (no playlists
 * such as hls, concat or dash, which name other files), and audio decoders. Video decoders, where most of
 * ffmpeg's memory faults were found, are never opened.
 */

const demuxers = [
  'mp3,wav,w64,flac,ogg,aac,mov,mp4,m4a,3gp,matroska,webm,asf,avi,aiff,au,caf,amr,amrnb,amrwb',
  'ac3,eac3,dts,mpegts,mpeg,flv,ape,wv,tta,tak,mpc,mpc8,oma,voc,gsm,loas,dv,mxf,nut,rm,sox',
].join(',');

const pcmDecoders = [
  ...['u8', 's8', 'alaw', 'mulaw', 'bluray', 'dvd', 's16le_planar', 's24le_planar', 's32le_planar'],
  ...['s16', 'u16', 's24', 'u24', 's32', 'u32', 's64', 'f32', 'f64'].flatMap((name) => [
    `${name}le`,
    `${name}be`,
  ]),
].map((name) => `pcm_${name}`);

const decoders = [
  'mp1,mp1float,mp2,mp2float,mp3,mp3float,mp3adu,mp3adufloat,mp3on4,mp3on4float',
  'aac,aac_fixed,aac_latm,libfdk_aac,vorbis,libvorbis,opus,libopus,flac,alac,mp4als,libspeex,speex',
  'amrnb,amrwb,libopencore_amrnb,libopencore_amrwb,gsm,gsm_ms,libgsm,libgsm_ms,qcelp,evrc,g722,g723_1,g729',
  'ac3,ac3_fixed,eac3,dca,truehd,mlp,wmav1,wmav2,wmapro,wmavoice,wmalossless,ape,wavpack,tta,tak',
  'mpc7,mpc8,cook,ra_144,ra_288,sipr,ralf,atrac1,atrac3,atrac3al,atrac3p,atrac3pal,nellymoser',
  'adpcm_ima_wav,adpcm_ima_qt,adpcm_ms,adpcm_swf,adpcm_yamaha,adpcm_g722,adpcm_g726,adpcm_g726le',
  'qdm2,qdmc,mace3,mace6',
  ...pcmDecoders,
].join(',');

/** A header that promises a huge block gets none; sound of an hour needs a few megabytes at a time. */
const largestBlockBytes = 256 * 1024 * 1024;

/** `cpuSeconds` is enforced by the kernel (RLIMIT_CPU). */
const commonArguments = (cpuSeconds: number): string[] => [
  ...['-hide_banner', '-nostdin', '-v', 'info', '-y', '-max_alloc', String(largestBlockBytes)],
  ...['-timelimit', String(Math.ceil(cpuSeconds))],
];
const openArguments = (path: string): string[] => [
  ...['-protocol_whitelist', 'file', '-format_whitelist', demuxers, '-codec_whitelist', decoders],
  ...['-threads', '1', '-i', `file:${path}`],
];

/** Opens one upload. */
export const inputArguments = (path: string, cpuSeconds: number): string[] => [
  ...[...commonArguments(cpuSeconds), ...openArguments(path)],
  ...['-filter_threads', '1', '-map', '0:a:0'],
];

/** Between two sounds that become one. */
const breathMs = 700;

/** Several sounds one after the other, mono, uncompressed: it is levelled and encoded afterwards. */
export const joinArguments = (paths: readonly string[], outputPath: string, cpuSeconds: number): string[] => {
  const format = `aformat=sample_fmts=s16:sample_rates=${assetSampleRateHz}:channel_layouts=mono`;
  const parts = paths.map((_, index) => {
    const delay = index === 0 ? '' : `,adelay=${breathMs}`;
    return `[${index}:a:0]${format}${delay}[part${index}]`;
  });
  const joined = `${paths.map((_, index) => `[part${index}]`).join('')}concat=n=${paths.length}:v=0:a=1[out]`;
  return [
    ...[...commonArguments(cpuSeconds), ...paths.flatMap(openArguments)],
    ...['-filter_complex', [...parts, joined].join(';'), '-map', '[out]'],
    ...['-c:a', 'pcm_s16le', '-threads', '1', '-f', 'wav', `file:${outputPath}`],
  ];
};

/** Decodes and throws away; what filters say about the sound is in the log. */
export const discardArguments = ['-threads', '1', '-f', 'null', '-'] as const;

export const assetSampleRateHz = 44_100;

/**
 * Same input and ffmpeg, same bytes: no tags, no dates, no encoder version. LAME quality 5 takes two thirds
 * of the time of its default 3; quality 7, half as much again, switches noise shaping off.
 */
export const encodeArguments = (outputPath: string): string[] => [
  ...['-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact', '-flags:a', '+bitexact'],
  ...[
    '-c:a',
    'libmp3lame',
    '-b:a',
    '64k',
    '-compression_level',
    '5',
    '-ac',
    '1',
    '-ar',
    String(assetSampleRateHz),
  ],
  ...['-id3v2_version', '0', '-write_id3v1', '0', '-threads', '1', '-f', 'mp3', `file:${outputPath}`],
];

/** Mono samples to standard output, for the waveform. */
export const pcmArguments = [
  ...['-map', '0:a:0', '-c:a', 'pcm_s16le', '-ac', '1', '-ar', String(assetSampleRateHz)],
  ...['-threads', '1', '-f', 's16le', 'pipe:1'],
] as const;

/**
 * How channels become one. `first-channel` is for recordings whose channels cancel each other out, as a
 * microphone wired with reversed polarity makes them.
 */
export type Downmix = 'mix' | 'first-channel';

const mono = (downmix: Downmix, sampleRateHz: number): string => {
  const format = `aformat=sample_fmts=dbl:sample_rates=${sampleRateHz}:channel_layouts=mono`;
  return downmix === 'mix' ? format : `pan=mono|c0=c0,${format}`;
};

/**
 * EBU R 128 needs a whole gating block of 400 ms (ITU-R BS.1770-4, clause 5.1). A shorter sound is judged as if it
 * went on: repeated up to three seconds.
 */
export const shortestMeasurableMs = 500;
const repeated = `aloop=loop=-1:size=${assetSampleRateHz * 2},atrim=duration=3,`;

const meter = (peak: 'sample' | 'true', isShort: boolean): string =>
  `${isShort ? repeated : ''}ebur128=peak=${peak}:framelog=verbose`;

/** The meter's own rate, which saves resampling twice. */
const meterSampleRateHz = 48_000;

export const measureInputFilter = (downmix: Downmix, isShort: boolean): string =>
  `${mono(downmix, meterSampleRateHz)},${meter('sample', isShort)}`;

export const measureAssetFilter = (isShort: boolean): string => meter('true', isShort);

/**
 * Gain, then a limiter at twice the output rate: there its sample peak is within a few tenths of a decibel of
 * the true peak. `level=false` keeps alimiter from raising the result back to full scale.
 */
const levelFilter = (downmix: Downmix, level: { gainDb: number; ceilingDb: number }): string => {
  const limit = 10 ** (level.ceilingDb / 20);
  return [
    mono(downmix, assetSampleRateHz * 2),
    `volume=${level.gainDb.toFixed(2)}dB:precision=double`,
    `alimiter=limit=${limit.toFixed(5)}:level=false:attack=5:release=50`,
  ].join(',');
};

export const rehearseFilter = (
  downmix: Downmix,
  level: { gainDb: number; ceilingDb: number },
  isShort: boolean,
): string => `${levelFilter(downmix, level)},${meter('sample', isShort)}`;

export const encodeFilter = (downmix: Downmix, level: { gainDb: number; ceilingDb: number }): string =>
  `${levelFilter(downmix, level)},aformat=sample_rates=${assetSampleRateHz}`;
