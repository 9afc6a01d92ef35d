import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { type BodyPart, type Bytes, bodyFromFile, bodyFromMemory } from './media-body.ts';
import { createMediaCache } from './media-cache.ts';
import {
  type ByteRange,
  decideRange,
  isRangeStillWanted,
  matchesStrongly,
  matchesWeakly,
} from './media-range.ts';
import { problemAnswer } from './problem.ts';

export type MediaAccess = (sha256: string, c: Context) => Promise<boolean | 'private'>;

export type MediaRoutesDeps = Readonly<{
  /** Holds `{sha256}.mp3`, and nothing half written under such a name. */
  assetDir: string;
  /** Memory for hot files. */
  cacheBytes: number;
  /**
   * May this asset be heard by whoever asks? `true`: by anyone, and shared caches may keep it; `'private'`: by
   * the sender of this request (a draft and its signed-in editor), so only the browser's own cache keeps it, and asks
   * each time whether it may show it: the next person at that computer may be another one.
   */
  isServable: MediaAccess;
}>;

const rangeNotSatisfiable = {
  code: 'Media_RangeNotSatisfiable',
  vi: 'Phần tệp được yêu cầu không tồn tại.',
  en: 'The requested part of the file does not exist.',
};
const preconditionFailed = {
  code: 'Media_PreconditionFailed',
  vi: 'Tệp không còn là tệp được yêu cầu.',
  en: 'The file is not the one that was asked for.',
};

/** Cannot occur in MP3 sound by accident often enough to matter: receivers go by Content-Range. */
const boundary = 'truyenthanh-byteranges';
const contentType = 'audio/mpeg';

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

type Answer = { status: 200 | 206; headers: Record<string, string>; parts: BodyPart[] };

const lengthOf = (parts: readonly BodyPart[]): number =>
  parts.reduce(
    (sum, part) => sum + (part instanceof Uint8Array ? part.byteLength : part.end + 1 - part.start),
    0,
  );

const contentRange = ({ start, end }: ByteRange, sizeBytes: number): string =>
  `bytes ${start}-${end}/${sizeBytes}`;

/** One range is the body itself, several are wrapped (RFC 9110, 15.3.7). */
const answerRanges = (ranges: readonly ByteRange[], sizeBytes: number): Answer => {
  const [first, ...others] = ranges;
  if (first !== undefined && others.length === 0) {
    const headers = { 'content-type': contentType, 'content-range': contentRange(first, sizeBytes) };
    return { status: 206, headers, parts: [first] };
  }
  const parts = ranges.flatMap((range): BodyPart[] => [
    Buffer.from(
      `--${boundary}\r\ncontent-type: ${contentType}\r\ncontent-range: ${contentRange(range, sizeBytes)}\r\n\r\n`,
    ),
    range,
    Buffer.from('\r\n'),
  ]);
  return {
    status: 206,
    headers: { 'content-type': `multipart/byteranges; boundary=${boundary}` },
    parts: [...parts, Buffer.from(`--${boundary}--\r\n`)],
  };
};

const answerWhole = (sizeBytes: number): Answer => ({
  status: 200,
  headers: { 'content-type': contentType },
  parts: sizeBytes === 0 ? [] : [{ start: 0, end: sizeBytes - 1 }],
});

/**
 * `GET` and `HEAD` of `/{sha256}.mp3`, to be mounted at `/media`. A name is the hash of its bytes, so answers are
 * immutable and the hash is the strong entity tag. Hot files come from memory, larger or colder ones are streamed.
 */
export const createMediaRoutes = (deps: MediaRoutesDeps): Hono => {
  const { assetDir, cacheBytes, isServable } = deps;
  const cache = createMediaCache(cacheBytes);

  const sizeOf = async (path: string): Promise<number | null> => {
    try {
      const found = await stat(path);
      return found.isFile() ? found.size : null;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  };

  const serve = async (c: Context, sha256: string, visibility: true | 'private'): Promise<Response> => {
    const path = join(assetDir, `${sha256}.mp3`);
    const hot = cache.peek(sha256);
    const sizeBytes = hot?.byteLength ?? (await sizeOf(path));
    if (sizeBytes === null) return c.notFound();

    const etag = `"${sha256}"`;
    const common = {
      etag,
      'accept-ranges': 'bytes',
      'cache-control': visibility === true ? 'public, max-age=31536000, immutable' : 'private, no-cache',
      'x-content-type-options': 'nosniff',
    };
    // The order of RFC 9110, 13.2.2.
    const ifMatch = c.req.header('if-match');
    if (ifMatch !== undefined && !matchesStrongly(ifMatch, etag)) {
      return problemAnswer(412, preconditionFailed);
    }
    const ifNoneMatch = c.req.header('if-none-match');
    if (ifNoneMatch !== undefined && matchesWeakly(ifNoneMatch, etag)) {
      return new Response(null, { status: 304, headers: common });
    }
    // Range is defined for GET alone (RFC 9110, 14.2).
    const isHead = c.req.method === 'HEAD';
    const wantsRange = !isHead && isRangeStillWanted(c.req.header('if-range') ?? null, etag);
    const decision = decideRange(wantsRange ? (c.req.header('range') ?? null) : null, sizeBytes);
    if (decision.kind === 'unsatisfiable') {
      const refusal = problemAnswer(416, rangeNotSatisfiable);
      refusal.headers.set('content-range', `bytes */${sizeBytes}`);
      return refusal;
    }
    const answer =
      decision.kind === 'whole' ? answerWhole(sizeBytes) : answerRanges(decision.ranges, sizeBytes);
    const { status, parts } = answer;
    const headers = { ...common, ...answer.headers, 'content-length': String(lengthOf(parts)) };
    if (isHead) return new Response(null, { status, headers });

    const load = async (): Promise<Bytes> => new Uint8Array(await readFile(path));
    const content = hot ?? (await cache.get(sha256, sizeBytes, load));
    const body = content ? bodyFromMemory(content, parts) : bodyFromFile(path, parts);
    return new Response(body, { status, headers });
  };

  const routes = new Hono();
  routes.get('/:file{[0-9a-f]{64}\\.mp3}', async (c) => {
    const sha256 = c.req.param('file').slice(0, 64);
    const visibility = await isServable(sha256, c);
    if (visibility === false) return c.notFound();
    try {
      return await serve(c, sha256, visibility);
    } catch (error) {
      if (isMissing(error)) return c.notFound();
      throw error;
    }
  });
  return routes;
};
