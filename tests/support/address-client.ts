import { type IncomingMessage, request } from 'node:http';

export type AddressAnswer = Readonly<{
  status: number;
  /** Code of the problem, or null. */
  code: string | null;
  text: string;
  headers: IncomingMessage['headers'];
  /** `name=value` of the cookies that were set. */
  cookies: readonly string[];
}>;

export type AddressRequest = Readonly<{
  /** Of this machine, `127.0.0.0/8`: the server sees another one each time. */
  from?: string;
  method?: string;
  body?: object;
  cookie?: string;
  token?: string;
}>;

const codeIn = (text: string): string | null => /"code":"(\w+)"/.exec(text)?.[1] ?? null;

/** Requests that come from a loopback address of one's choice, as `fetch` cannot. */
export const askFrom = (url: string, options: AddressRequest = {}): Promise<AddressAnswer> =>
  new Promise((resolve, reject) => {
    const { from = '127.0.0.1', body, cookie, token } = options;
    const method = options.method ?? (body === undefined ? 'GET' : 'POST');
    const message = request(url, {
      method,
      localAddress: from,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(cookie === undefined ? {} : { cookie }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
    });
    message.once('error', reject);
    message.once('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        text += part;
      });
      answer.once('error', reject);
      answer.once('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          code: (answer.statusCode ?? 0) < 400 ? null : codeIn(text),
          text,
          headers: answer.headers,
          cookies: (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0] ?? ''),
        }),
      );
    });
    message.end(body === undefined ? undefined : JSON.stringify(body));
  });
