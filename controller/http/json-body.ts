import type { Context, MiddlewareHandler } from 'hono';
import { problemAnswer } from './problem.ts';

const tooLarge = {
  code: 'Request_TooLarge',
  vi: 'Nội dung gửi lên quá lớn.',
  en: 'The body is too large.',
};
const notJson = {
  code: 'Request_NotJson',
  vi: 'Nội dung gửi lên phải là JSON (Content-Type: application/json).',
  en: 'The body must be JSON (Content-Type: application/json).',
};

/** Null as soon as there is more than that. */
const readAtMost = async (
  body: ReadableStream<Uint8Array>,
  mostBytes: number,
): Promise<Uint8Array<ArrayBuffer> | null> => {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > mostBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, sizeBytes);
};

const isJson = (contentType: string | undefined): boolean =>
  /^application\/([\w.-]+\+)?json$/i.test(contentType?.split(';')[0]?.trim() ?? '');

/**
 * Lets through what has no body, or a JSON body of at most that size, whether its length is announced or it
 * comes in chunks (RFC 9112, 6.3). A body of another type is refused, since a validator would read it as empty.
 */
export const requireJsonBody =
  (mostBytes: number): MiddlewareHandler =>
  async (c: Context, next) => {
    const isChunked = c.req.header('transfer-encoding') !== undefined;
    const announcedBytes = Number(c.req.header('content-length') ?? 0);
    if (!isChunked && announcedBytes === 0) return next();
    if (announcedBytes > mostBytes) return problemAnswer(413, tooLarge);
    if (!isJson(c.req.header('content-type'))) return problemAnswer(415, notJson);
    const { body, method } = c.req.raw;
    if (!isChunked || !body) return next();
    const bytes = await readAtMost(body, mostBytes);
    if (!bytes) return problemAnswer(413, tooLarge);
    c.req.raw = new Request(c.req.url, { method, headers: new Headers(c.req.raw.headers), body: bytes });
    return next();
  };
