import type { Directory } from '../../../controller/app/directory/directory.ts';
import type { Store } from '../../../controller/app/ports/store.ts';
import type { Role } from '../../../controller/domain/permissions.ts';

/** What an operation is asked with: a path below `/api/v1`, and a body or a form. */
export type MatrixRequest = Readonly<{ path: string; body?: object; form?: () => FormData }>;
export type MatrixAnswer = Readonly<{ status: number; contentType: string; text: string }>;

/** A controller to which a matrix of requests is put: in this process, or behind a real server. */
export type MatrixWorld = Readonly<{
  store: Store;
  directory: Directory;
  now: () => number;
  /** `Cookie` of an account of that role in that area. */
  cookieOf: (role: Role, areaKey: string) => Promise<string>;
  /** Without a cookie: nobody is signed in. */
  send: (method: string, request: MatrixRequest, cookie: string | null) => Promise<MatrixAnswer>;
  /** An incident of that commune that nobody has looked at. */
  incident: (communeKey: string) => Promise<string>;
  stop: () => Promise<void>;
}>;

/** Headers and body with which a request goes out. */
export const initOf = (
  method: string,
  { body, form }: MatrixRequest,
  cookie: string | null,
): RequestInit => ({
  method,
  headers: {
    ...(cookie === null ? {} : { cookie }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  ...(form === undefined ? {} : { body: form() }),
});

export const answerOf = async (response: Response): Promise<MatrixAnswer> => ({
  status: response.status,
  contentType: response.headers.get('content-type') ?? '',
  text: await response.text(),
});
