import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { createPlayer, type Player, type PlayerState } from './player.ts';

const PlayerContext = createContext<Player | null>(null);

export const PlayerProvider = ({ children }: { children: ReactNode }) => {
  const [player] = useState(() => createPlayer(() => new Audio()));
  useEffect(() => () => player.stop(), [player]);
  return <PlayerContext value={player}>{children}</PlayerContext>;
};

/** The player as one audio's own: idle while another one plays. */
export const usePlayer = (url: string): Player & { readonly now: PlayerState } => {
  const player = useContext(PlayerContext);
  if (!player) throw new Error('PlayerProvider is missing above this component');
  const state = useSyncExternalStore(player.subscribe, player.state);
  const now = state.url === url ? state : { url, playing: false, positionMs: 0, failed: false };
  return { ...player, now };
};
