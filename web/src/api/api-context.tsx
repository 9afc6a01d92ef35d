import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { ServerClock } from '../live/server-clock.ts';
import type { Api } from './api.ts';

interface Connection {
  readonly api: Api;
  readonly clock: ServerClock;
}

const ConnectionContext = createContext<Connection | null>(null);

export const ConnectionProvider = ({ children, ...connection }: Connection & { children: ReactNode }) => {
  const [held] = useState<Connection>(connection);
  return <ConnectionContext value={held}>{children}</ConnectionContext>;
};

const useConnection = (): Connection => {
  const connection = useContext(ConnectionContext);
  if (!connection) throw new Error('ConnectionProvider is missing above this component');
  return connection;
};

export const useApi = (): Api => useConnection().api;
export const useServerClock = (): ServerClock => useConnection().clock;

/** The server's time, redrawn on each of its full seconds (or other steps). */
export const useServerNow = (stepMs = 1_000): number => {
  const clock = useServerClock();
  const [now, setNow] = useState(() => clock.now());

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = (): void => {
      const current = clock.now();
      setNow(current);
      timer = setTimeout(tick, stepMs - (current % stepMs) + 5);
    };
    tick();
    return () => clearTimeout(timer);
  }, [clock, stepMs]);

  return now;
};
