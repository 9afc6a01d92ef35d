import type { z } from 'zod';
import { ADMIN_PASSWORD } from './run-controller.ts';

export type ApiAnswer = Readonly<{
  status: number;
  headers: Headers;
  text: string;
  /** The parsed JSON; undefined where the answer holds none. */
  body: unknown;
  /** The body of a success as the schema reads it. Anything else throws, with what was answered. */
  as: <T>(schema: z.ZodType<T>) => T;
}>;

export type ApiClient = Readonly<{
  get: (path: string) => Promise<ApiAnswer>;
  post: (path: string, body?: unknown) => Promise<ApiAnswer>;
  put: (path: string, body?: unknown) => Promise<ApiAnswer>;
  patch: (path: string, body?: unknown) => Promise<ApiAnswer>;
  del: (path: string) => Promise<ApiAnswer>;
  /** A multipart form; the file comes last, as from a browser. */
  upload: (
    path: string,
    fields: Readonly<Record<string, string>>,
    file: { name: string; content: Blob | Uint8Array },
  ) => Promise<ApiAnswer>;
  /** For what the methods above do not send: a broken body, another header. `path` starts at the root. */
  fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** `Cookie` header of the signed-in user; empty when signed out. */
  cookie: string;
}>;

/** A client of `/api/v1` that sends this cookie; paths start below `/api/v1`. */
export const createApiClient = (url: string, cookie = ''): ApiClient => {
  const fetchPath = (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (cookie !== '') headers.set('cookie', cookie);
    return fetch(new URL(path, url), { ...init, headers });
  };
  const send = async (method: string, path: string, init: RequestInit = {}): Promise<ApiAnswer> =>
    readAnswer(`${method} ${path}`, await fetchPath(`/api/v1${path}`, { ...init, method }));
  const sendJson = (method: string, path: string, body: unknown): Promise<ApiAnswer> =>
    body === undefined
      ? send(method, path)
      : send(method, path, { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

  return {
    get: (path) => send('GET', path),
    post: (path, body) => sendJson('POST', path, body),
    put: (path, body) => sendJson('PUT', path, body),
    patch: (path, body) => sendJson('PATCH', path, body),
    del: (path) => send('DELETE', path),
    upload: (path, fields, { name, content }) => {
      const form = new FormData();
      for (const [field, value] of Object.entries(fields)) form.append(field, value);
      form.append('file', content instanceof Blob ? content : new Blob([new Uint8Array(content)]), name);
      return send('POST', path, { body: form });
    },
    fetch: fetchPath,
    cookie,
  };
};

/** Signs in, by default as the first administrator of a controller that tests started. */
export const signIn = async (
  url: string,
  { username, password } = { username: 'admin', password: ADMIN_PASSWORD },
): Promise<ApiClient> => {
  const answer = await createApiClient(url).post('/sign-in', { username, password });
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  if (answer.status !== 200 || cookie === '')
    throw new Error(`Not signed in: ${answer.status} ${answer.text}`);
  return createApiClient(url, cookie);
};

const readAnswer = async (request: string, response: Response): Promise<ApiAnswer> => {
  const text = await response.text();
  const holdsJson = /^application\/(problem\+)?json\b/.test(response.headers.get('content-type') ?? '');
  const body: unknown = holdsJson && text !== '' ? JSON.parse(text) : undefined;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body,
    as: (schema) => {
      if (!response.ok) throw new Error(`${request} answered ${response.status}: ${text}`);
      return schema.parse(body);
    },
  };
};
