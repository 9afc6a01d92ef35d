import type { AudioFault } from '../bulletins/audio-faults.ts';

/** What a file says about itself before it is decoded as a whole. */
export type AudioProbe = Readonly<{
  /** As declared by the container; null where it declares none. The asset's duration is measured. */
  durationMs: number | null;
  /** Decoder name of the first audio stream, `mp3`, `aac`. */
  codec: string;
  /** A moving picture beside the sound; only the sound is taken. */
  hasVideo: boolean;
}>;

/** A finished asset: mono MP3 64 kb/s 44.1 kHz, named by its own hash. */
export type ProcessedAudio = Readonly<{
  /** Lower-case hexadecimal SHA-256 of the file's bytes. */
  sha256: string;
  /** `{outDir}/{sha256}.mp3`. */
  path: string;
  sizeBytes: number;
  /** Counted in decoded samples of the encoded file. */
  durationMs: number;
  /** Integrated loudness (EBU R 128) of the encoded file. */
  loudnessLufs: number;
  /** True peak (ITU-R BS.1770 annex 2) of the encoded file. */
  truePeakDbtp: number;
  /** 400 values from 0 to 1, the loudest being 1. */
  peaks: number[];
}>;

export type AudioFailure = Readonly<{ ok: false; fault: AudioFault }>;
export type ProbeResult = Readonly<{ ok: true } & AudioProbe> | AudioFailure;
export type ProcessResult = Readonly<{ ok: true; asset: ProcessedAudio }> | AudioFailure;

export type ProcessOptions = Readonly<{
  /** 0 to 1, never falling. */
  onProgress?: (fraction: number) => void;
  /** Aborting ends the work with `Audio_Cancelled`; nothing is left on disk. */
  signal?: AbortSignal;
}>;

/**
 * Turns what a person uploaded into what a loudspeaker plays.
 *
 * Everything that a file can be guilty of comes back as a value; a rejected promise is a fault of the
 * installation (no ffmpeg, a folder that cannot be written). `process` judges the file by itself, so
 * calling `probe` before it serves only to answer an upload at once.
 */
export type AudioProcessor = Readonly<{
  probe: (path: string, options?: Pick<ProcessOptions, 'signal'>) => Promise<ProbeResult>;
  process: (inputPath: string, outDir: string, options?: ProcessOptions) => Promise<ProcessResult>;
}>;

/** Makes one asset of several, one after the other with a breath in between, levelled like any upload. */
export type AudioComposer = Readonly<{
  compose: (paths: readonly string[], outDir: string, options?: ProcessOptions) => Promise<ProcessResult>;
}>;
