import type { Hono, MiddlewareHandler } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { problemAnswer } from './problem.ts';
import type { SignedInEnv } from './signed-in-env.ts';

const refusal = {
  code: 'Request_MethodNotAllowed',
  vi: 'Địa chỉ này không nhận phương thức đó.',
  en: 'This address does not take that method.',
};

/** A path that exists, asked with a method that it does not have: 405 with `Allow` (RFC 9110, 15.5.6). */
export const refuseOtherMethods = (app: Hono<SignedInEnv>): MiddlewareHandler =>
  methodNotAllowed({
    app,
    onMethodNotAllowed: (_c, methods) => {
      const answer = problemAnswer(405, refusal);
      answer.headers.set('allow', methods.join(', '));
      return answer;
    },
  });
