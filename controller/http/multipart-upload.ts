import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import { refusal, type UploadFailure, type UploadFaultCode } from './upload-faults.ts';
import { originalName } from './upload-name.ts';

export type ReceivedFile = Readonly<{
  path: string;
  /** What the sender called it, for display only: no folders, NFC. */
  originalName: string;
  sizeBytes: number;
}>;
export type UploadResult =
  | Readonly<{ ok: true; file: ReceivedFile; fields: Readonly<Record<string, string>> }>
  | UploadFailure;

export type UploadOptions = Readonly<{
  /** On the same file system as where the file will go. */
  tmpDir: string;
  /** Largest file; default 200 MB. */
  maxBytes?: number;
  signal?: AbortSignal;
  /** Where the bytes go; a test makes it fail. It flushes to disk before it finishes. */
  createSink?: (path: string) => Writable;
}>;

const defaultMaxBytes = 200 * 1024 * 1024;
/** Boundaries, part headers and text fields around the file. */
const envelopeBytes = 1024 * 1024;
const limits = { fields: 30, fieldNameSize: 100, fieldSize: 16 * 1024, parts: 40, headerPairs: 20 };

const createFileSink = (path: string): Writable =>
  createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

type Part = {
  path: string;
  name: string | undefined;
  sizeBytes: number;
  written: Promise<void>;
  /** The sink touches the disk no more; a writing that failed may still be opening its file. */
  closed: Promise<unknown>;
};
type End =
  | { kind: 'parsed' }
  | { kind: 'refused'; code: UploadFaultCode }
  | { kind: 'broken'; cause: unknown };

const openParser = (incoming: IncomingMessage, maxBytes: number): busboy.Busboy | null => {
  if (!/^multipart\/form-data\b/i.test(incoming.headers['content-type'] ?? '')) return null;
  try {
    return busboy({
      headers: incoming.headers,
      // Browsers send file names as bare UTF-8 (HTML, "multipart form data").
      defParamCharset: 'utf8',
      // busboy cuts a file that reaches the limit, so one byte more tells "exactly full" from "too large".
      limits: { ...limits, files: 1, fileSize: maxBytes + 1 },
    });
  } catch {
    return null;
  }
};

/**
 * Streams the one file of a form to `{tmpDir}/{random}.part`, flushed to disk, at the speed of the disk.
 * The caller owns that file; after any failure there is none. What is left of a refused request is not read:
 * answer it, and the HTTP server closes the connection.
 */
export const receiveUpload = async (
  incoming: IncomingMessage,
  options: UploadOptions,
): Promise<UploadResult> => {
  const { tmpDir, maxBytes = defaultMaxBytes, signal, createSink = createFileSink } = options;
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes + envelopeBytes) {
    return refusal('Upload_TooLarge');
  }
  const parser = openParser(incoming, maxBytes);
  if (!parser) return refusal('Upload_NotMultipart');

  const fields = new Map<string, string>();
  let part: Part | null = null;
  let release = (): void => {};
  const end = await new Promise<End>((settle) => {
    const refuse = (code: UploadFaultCode) => (): void => settle({ kind: 'refused', code });
    const receive = (stream: Readable, name: string | undefined): void => {
      const path = join(tmpDir, `${randomUUID()}.part`);
      const sink = createSink(path);
      const closed = new Promise((resolve) => sink.once('close', resolve));
      const received: Part = { path, name, sizeBytes: 0, written: pipeline(stream, sink), closed };
      stream.on('data', (chunk: Buffer) => {
        received.sizeBytes += chunk.length;
      });
      stream.on('limit', refuse('Upload_TooLarge'));
      received.written.catch((cause: unknown) => settle({ kind: 'broken', cause }));
      part = received;
    };
    parser.on('file', (_field, stream, info) => receive(stream, info.filename));
    parser.on('field', (name, value, info) => {
      if (info.nameTruncated || info.valueTruncated) refuse('Upload_FieldsTooLarge')();
      else fields.set(name, value);
    });
    parser.on('filesLimit', refuse('Upload_SeveralFiles'));
    parser.on('fieldsLimit', refuse('Upload_FieldsTooLarge'));
    parser.on('partsLimit', refuse('Upload_FieldsTooLarge'));
    parser.on('error', refuse('Upload_Malformed'));
    parser.on('close', () => settle({ kind: 'parsed' }));
    const onAbort = refuse('Upload_Aborted');
    const onClose = (): void => {
      if (!incoming.complete) onAbort();
    };
    incoming.on('error', onAbort);
    incoming.on('close', onClose);
    signal?.addEventListener('abort', onAbort);
    release = () => {
      incoming.off('close', onClose);
      signal?.removeEventListener('abort', onAbort);
      incoming.unpipe(parser);
    };
    if (signal?.aborted || incoming.destroyed) onAbort();
    else incoming.pipe(parser);
  });
  release();
  return conclude(end, parser, part, Object.fromEntries(fields));
};

const conclude = async (
  end: End,
  parser: busboy.Busboy,
  part: Part | null,
  fields: Record<string, string>,
): Promise<UploadResult> => {
  let refused = end.kind === 'refused' ? end.code : null;
  let cause = end.kind === 'broken' ? end.cause : null;
  if (end.kind === 'parsed') {
    if (!part) return refusal('Upload_NoFile');
    const { path, name, sizeBytes } = part;
    try {
      await part.written;
      if (name !== undefined || sizeBytes > 0) {
        return { ok: true, file: { path, originalName: originalName(name), sizeBytes }, fields };
      }
      // What a browser sends for a file field left alone.
      refused = 'Upload_NoFile';
    } catch (error) {
      cause = error;
    }
  }

  // Ends the file's stream and with it the writing; only then can the file be removed for good.
  parser.destroy();
  if (part) {
    await part.written.catch(() => {});
    await part.closed;
    await rm(part.path, { force: true });
  }
  if (refused) return refusal(refused);
  if (['ENOSPC', 'EDQUOT'].includes(codeOf(cause))) return refusal('Upload_DiskFull');
  throw cause;
};

/** Removes what an interrupted process left. Call at start, before anything is received or processed. */
export const sweepUploads = async (tmpDir: string): Promise<number> => {
  await mkdir(tmpDir, { recursive: true });
  const stale = (await readdir(tmpDir)).filter((name) => name.endsWith('.part'));
  await Promise.all(stale.map((name) => rm(join(tmpDir, name), { force: true })));
  return stale.length;
};
