import type { MiddlewareHandler } from 'hono';
import { problemAnswer } from './problem.ts';
import type { SignedInEnv } from './signed-in-env.ts';

const busy = {
  code: 'Upload_Busy',
  vi: 'Đang có quá nhiều tệp được tải lên cùng lúc. Hãy thử lại sau giây lát.',
  en: 'Too many files are being uploaded at once. Try again in a moment.',
};

/** Each upload holds a connection and writes to the disk for as long as it takes: so many at once, and no more. */
export const limitUploads = (most: {
  together: number;
  perAccount: number;
}): MiddlewareHandler<SignedInEnv> => {
  const byAccount = new Map<string, number>();
  let together = 0;
  const add = (account: string, change: 1 | -1): void => {
    const count = (byAccount.get(account) ?? 0) + change;
    if (count > 0) byAccount.set(account, count);
    else byAccount.delete(account);
    together += change;
  };
  return async (c, next) => {
    const { id } = c.get('user');
    if (together >= most.together || (byAccount.get(id) ?? 0) >= most.perAccount) {
      const answer = problemAnswer(429, busy);
      answer.headers.set('retry-after', '5');
      return answer;
    }
    add(id, 1);
    try {
      await next();
      return undefined;
    } finally {
      add(id, -1);
    }
  };
};
