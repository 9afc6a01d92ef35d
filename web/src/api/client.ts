import { problemOf, unreachable } from './problem.ts';

const BASE = '/api/v1';

type QueryValue = string | number | null | undefined;
export type Filter<Names extends string> = Readonly<Partial<Record<Names, QueryValue>>>;

/** A path below `/api/v1` with its query; empty values are left out. */
export const apiUrl = (path: string, query: Readonly<Record<string, QueryValue>> = {}): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  const text = search.toString();
  return `${BASE}${path}${text ? `?${text}` : ''}`;
};

const bodyOf = async (response: Response): Promise<unknown> => {
  try {
    return await response.json();
  } catch {
    return null;
  }
};

const send = async (url: string, init: RequestInit): Promise<Response> => {
  let response: Response;
  try {
    response = await fetch(url, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  }
  if (!response.ok) throw problemOf(response.status, await bodyOf(response));
  return response;
};

/**
 * The answer's type is the caller's word: the controller makes its answers from the same schemas, and the
 * page checks nothing twice.
 */
const json = async <T>(response: Response): Promise<T> => response.json();

export const getJson = async <T>(url: string, signal?: AbortSignal): Promise<T> =>
  json<T>(await send(url, { headers: { accept: 'application/json' }, ...(signal ? { signal } : {}) }));

export const sendJson = async <T>(
  method: 'POST' | 'PUT' | 'PATCH',
  url: string,
  body: unknown,
  signal?: AbortSignal,
): Promise<T> =>
  json<T>(
    await send(url, {
      ...(signal ? { signal } : {}),
      method,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
    }),
  );

/** For answers without a body. */
export const sendPlain = async (method: 'POST' | 'DELETE', url: string): Promise<void> => {
  await send(url, { method });
};

/** With a body, for answers without one. */
export const sendEmpty = async (method: 'POST' | 'PUT', url: string, body: unknown): Promise<void> => {
  await send(url, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
};
