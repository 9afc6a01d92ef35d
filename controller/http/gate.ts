import type { Fault } from '../app/ports/runtime.ts';
import { problemAnswer } from './problem.ts';

/** What is known of a request before anybody looks into it. */
export type Arrival = Readonly<{
  /** Who asks, as far as trusted proxies tell. */
  address: string;
  /** Who the connection is with. */
  peer: string | undefined;
  host: string | undefined;
  /** As a URL has it: without `..`, however it was written. */
  path: string;
  method: string;
}>;

/** What HTTP has for us; TRACE would send back what came, and the rest has no meaning here. */
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

const unknownHost: Fault = {
  code: 'Request_UnknownHost',
  vi: 'Máy chủ này không có tên như vậy. Hãy dùng địa chỉ trong PUBLIC_URL, hoặc thêm tên vào HOST_NAMES.',
  en: 'This server has no such name. Use the address in PUBLIC_URL, or add the name to HOST_NAMES.',
};
const proxyOnly: Fault = {
  code: 'Request_ProxyOnly',
  vi: 'Máy chủ này chỉ trả lời qua máy chủ trung gian (HTTPS).',
  en: 'This server answers through its reverse proxy (HTTPS) alone.',
};
const noSuchMethod: Fault = {
  code: 'Request_MethodNotAllowed',
  vi: 'Máy chủ này không dùng phương thức đó.',
  en: 'This server does not use that method.',
};
const tooMany: Fault = {
  code: 'Request_TooMany',
  vi: 'Quá nhiều yêu cầu từ địa chỉ này. Hãy thử lại sau giây lát.',
  en: 'Too many requests from this address. Try again in a moment.',
};

/** Turns away what is not meant for us, before it costs anything; null lets it in. */
export const createGate =
  (deps: {
    isKnownHost: (host: string | undefined) => boolean;
    /** True where plain HTTP is for the proxy alone. */
    isForeignPeer: (peer: string | undefined) => boolean;
    /** Milliseconds until this address may ask again; 0 for now. */
    waitOf: (address: string) => number;
  }) =>
  ({ address, peer, host, path, method }: Arrival): Response | null => {
    if (deps.isForeignPeer(peer)) return problemAnswer(403, proxyOnly);
    if (!deps.isKnownHost(host)) return problemAnswer(421, unknownHost);
    if (!methods.includes(method)) {
      const refusal = problemAnswer(405, noSuchMethod);
      refusal.headers.set('allow', methods.join(', '));
      return refusal;
    }
    // Media is fetched by thousands of loudspeakers behind one address at 05:00. All else is counted, so that no other
    // spelling of a path, such as `/%61pi`, is a way past.
    const waitMs = path.startsWith('/media/') ? 0 : deps.waitOf(address);
    if (waitMs === 0) return null;
    const answer = problemAnswer(429, tooMany);
    answer.headers.set('retry-after', String(Math.ceil(waitMs / 1_000)));
    return answer;
  };
