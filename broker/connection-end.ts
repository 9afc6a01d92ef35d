export type CutKind = 'slow' | 'protocol' | 'flood';

/** Why the broker ended a connection, as errors on its socket. */
export class ConnectionCut extends Error {
  readonly kind: CutKind;

  constructor(kind: CutKind, message: string) {
    super(message);
    this.name = 'ConnectionCut';
    this.kind = kind;
  }
}

/** How a connection ended, other than by DISCONNECT. */
export type ConnectionEnd = 'refused' | 'lost' | CutKind;

/** Messages by which aedes reports what is nobody's fault: the network went away. */
const LOST = new Set(['connection closed', 'keep alive timeout']);

/** Sorts the errors that aedes reports about connections. */
export const classifyEnd = (error: Error): ConnectionEnd => {
  if (error instanceof ConnectionCut) return error.kind;
  // Set by aedes when a CONNACK refused the connection.
  if ('errorCode' in error) return 'refused';
  if (error.message === 'drain timeout') return 'slow';
  // System and stream errors (ECONNRESET, EPIPE, ERR_STREAM_PREMATURE_CLOSE) carry a code.
  if ('code' in error || LOST.has(error.message)) return 'lost';
  return 'protocol';
};
