import { isUtf8 } from 'node:buffer';
import type { z } from 'zod';
import type { Rejection } from './rejections.ts';

export type Read<T> = { ok: true; value: T } | { ok: false; reason: Rejection; detail?: unknown };

/** Bytes of the network as text. Replacing what is not UTF-8 would let two payloads pass for one. */
export const readText = (payload: Uint8Array): Read<string> =>
  isUtf8(payload)
    ? {
        ok: true,
        value: Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('utf8'),
      }
    : { ok: false, reason: 'not-utf8' };

const parseJson = (text: string): Read<unknown> => {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, reason: 'not-json' };
  }
};

/** The value that the schema describes, or why there is none; the first issue says where it broke. */
export const fitSchema = <T>(schema: z.ZodType<T>, value: unknown): Read<T> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  return {
    ok: false,
    reason: 'wrong-schema',
    detail: issue && { path: issue.path.join('.'), message: issue.message },
  };
};

export const readPayload = <T>(schema: z.ZodType<T>, payload: Uint8Array): Read<T> => {
  const text = readText(payload);
  if (!text.ok) return text;
  const json = parseJson(text.value);
  return json.ok ? fitSchema(schema, json.value) : json;
};
