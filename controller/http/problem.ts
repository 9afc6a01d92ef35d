import type { z } from '@hono/zod-openapi';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Fault, Outcome } from '../app/ports/runtime.ts';
import { type Problem, problem } from './representations/common.ts';

/** Answers with RFC 9457 problem details. */
export const problemAnswer = (
  status: ContentfulStatusCode,
  fault: Fault,
  errors?: Problem['errors'],
  retryAfterMs?: number,
): Response => {
  const body: Problem = {
    type: `urn:truyenthanh:problem:${fault.code}`,
    title: fault.code,
    status,
    detail: fault.vi,
    detailEn: fault.en,
    code: fault.code,
    ...(errors ? { errors } : {}),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) }),
    },
  });
};

/** A refusal thrown where a handler's type leaves no other way; the app answers with its problem. */
export class ProblemError extends Error {
  readonly status: ContentfulStatusCode;
  readonly fault: Fault;
  /** What in particular stands in the way. */
  readonly errors: Problem['errors'];
  /** When to come again, as `Retry-After`. */
  readonly retryAfterMs: number | undefined;
  constructor(status: ContentfulStatusCode, fault: Fault, errors?: Problem['errors'], retryAfterMs?: number) {
    super(fault.code);
    this.retryAfterMs = retryAfterMs;
    this.status = status;
    this.fault = fault;
    this.errors = errors;
  }
}

/** The value of an outcome, or its refusal as a problem. */
export const accepted = <T>(outcome: Outcome<T>): T => {
  if (outcome.ok) return outcome.value;
  const retryAfterMs = outcome.status === 429 ? outcome.retryAfterMs : undefined;
  throw new ProblemError(outcome.status, outcome.fault, undefined, retryAfterMs);
};

export const notFound = (what: Fault): ProblemError => new ProblemError(404, what);

export const badRequest: Fault = {
  code: 'Request_Invalid',
  vi: 'Dữ liệu gửi lên không hợp lệ; xem danh sách lỗi.',
  en: 'The request does not fit; see the list of errors.',
};
/** The problem of a value that does not fit its schema, naming each field. */
export const invalid = (error: z.ZodError): Response =>
  problemAnswer(
    400,
    badRequest,
    error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  );

/** The `default` response that every route documents. */
export const problemResponse = {
  default: {
    description: 'Refused; RFC 9457 problem details',
    content: { 'application/problem+json': { schema: problem } },
  },
} as const;

/** `security` of the few routes that need no sign-in. */
export const openToAll: Record<string, string[]>[] = [];

/** JSON body or answer of a route. */
export const json = <T>(schema: T) => ({ 'application/json': { schema } });
