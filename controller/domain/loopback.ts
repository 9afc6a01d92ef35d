/** An address that only programs on this machine reach, as a host or as the peer of a socket (RFC 4291, 2.5.5.2). */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(host);
