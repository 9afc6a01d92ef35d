import { connect, createServer, type Socket } from 'node:net';

export type CuttableNetwork = Readonly<{
  /** Where the far end is reached through this network. */
  port: number;
  /** Connections break, and no new one comes about. */
  cut: () => void;
  mend: () => void;
  stop: () => Promise<void>;
}>;

/** A stretch of network between devices and a port, to be cut as a digger cuts a cable. */
export const createCuttableNetwork = async (targetPort: number): Promise<CuttableNetwork> => {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(targetPort, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The network has no port');
  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: address.port,
    cut: () => {
      isCut = true;
      breakAll();
    },
    mend: () => {
      isCut = false;
    },
    stop: async () => {
      breakAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
