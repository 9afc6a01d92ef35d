import { type Hook, OpenAPIHono } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import type { Fault, Log } from '../app/ports/runtime.ts';
import { badRequest, invalid, ProblemError, problemAnswer } from './problem.ts';
import type { SignedInEnv } from './signed-in-env.ts';

const noSuchPath: Fault = {
  code: 'Request_NoSuchPath',
  vi: 'Không có địa chỉ này.',
  en: 'There is nothing at this address.',
};
const unreadable: Fault = {
  code: 'Request_Unreadable',
  vi: 'Không đọc được nội dung gửi lên (JSON hoặc biểu mẫu hỏng).',
  en: 'The body cannot be read (broken JSON or form).',
};
const internal: Fault = {
  code: 'Internal_Fault',
  vi: 'Máy chủ gặp lỗi; đã ghi vào nhật ký. Hãy thử lại.',
  en: 'The server failed; it is in the log. Try again.',
};

/** Validation failures of any route become one kind of problem, naming each field. */
const onInvalid: Hook<unknown, SignedInEnv, string, unknown> = (result) =>
  result.success ? undefined : invalid(result.error);

/** A router of ours: routes are also the OpenAPI document, refusals are problems. */
export const createRouter = (): OpenAPIHono<SignedInEnv> =>
  new OpenAPIHono<SignedInEnv>({ defaultHook: onInvalid });

const faultOf = (error: HTTPException): Fault => {
  if (error.status === 400) return unreadable;
  return {
    code: `Request_${error.status}`,
    vi: 'Yêu cầu bị từ chối.',
    en: error.message || 'The request was refused.',
  };
};

const isCoded = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string';

export const handleProblems = (app: OpenAPIHono<SignedInEnv>, log: Log): void => {
  app.notFound(() => problemAnswer(404, noSuchPath));
  app.onError((error, c) => {
    if (error instanceof ProblemError) {
      return problemAnswer(error.status, error.fault, error.errors, error.retryAfterMs);
    }
    if (error instanceof HTTPException) return problemAnswer(error.status, faultOf(error));
    if (isCoded(error) && error.code === 'Store_BadCursor')
      return problemAnswer(400, badRequest, [{ path: 'cursor', message: error.message }]);
    log.error({ err: error, method: c.req.method, path: c.req.path }, 'A request failed');
    return problemAnswer(500, internal);
  });
};
