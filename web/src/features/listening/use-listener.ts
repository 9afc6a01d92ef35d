import { useEffect, useState, useSyncExternalStore } from 'react';
import type { NowPlaying } from '../../../../controller/http/api-type.ts';
import { useServerClock } from '../../api/api-context.tsx';
import { createListener, type Heard, type Listener, type ListenerView } from './listener.ts';

const TICK_MS = 250;

/** The answer as a listener takes it. */
export const heardOf = (answer: NowPlaying | undefined): Heard | null =>
  answer?.playing
    ? {
        itemId: answer.playing.itemId,
        url: answer.playing.url,
        positionMs: answer.playing.positionMs,
        durationMs: answer.playing.durationMs,
        repeat: answer.playing.repeat,
        serverMs: Date.parse(answer.serverTime),
      }
    : null;

/** A listener that keeps step by itself and ends with the component. */
export const useListener = (): Listener & { readonly now: ListenerView } => {
  const clock = useServerClock();
  const [listener] = useState(() =>
    createListener({ createAudio: () => new Audio(), serverNow: () => clock.now() }),
  );
  const now = useSyncExternalStore(listener.subscribe, listener.view);

  useEffect(() => {
    const timer = setInterval(() => listener.tick(), TICK_MS);
    return () => {
      clearInterval(timer);
      listener.disarm();
    };
  }, [listener]);

  return { ...listener, now };
};
