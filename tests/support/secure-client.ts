import type { IncomingHttpHeaders } from 'node:http';
import { createAskServer } from '../../device-sim/shell/ask-server.ts';

export type SecureAnswer = Readonly<{ status: number; headers: IncomingHttpHeaders; text: string }>;

/** Asks a server over HTTPS that nobody but this authority vouches for. */
export const askSecurely = async (url: string, authority: string): Promise<SecureAnswer> => {
  const question = { url: new URL(url), method: 'GET' as const, authorities: [authority], timeoutMs: 10_000 };
  const answer = await createAskServer()(question);
  const text = (await answer.setEncoding('utf8').toArray()).join('');
  return { status: answer.statusCode ?? 0, headers: answer.headers, text };
};
