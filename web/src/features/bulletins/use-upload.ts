import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Bulletin, Problem, ScheduleEntry } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { type BulletinUpload, type RunningUpload, uploadBulletin } from '../../api/upload.ts';
import { splitOrder } from '../sessions/split-order.ts';

type UploadState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'sending'; readonly fraction: number }
  /** It is stored; its audio is in work, and then it is placed. */
  | { readonly phase: 'placing'; readonly bulletin: Bulletin }
  | { readonly phase: 'refused'; readonly problem: Problem }
  /** Stored for good, but not placed. */
  | { readonly phase: 'not-placed'; readonly bulletin: Bulletin; readonly problem: Problem | null }
  | { readonly phase: 'done' };

const ASK_EVERY_MS = 1_000;

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));

/** One file's way to the controller, and into a running order if one was chosen. */
export const useUpload = () => {
  const api = useApi();
  const client = useQueryClient();
  const [state, setState] = useState<UploadState>({ phase: 'idle' });
  const running = useRef<RunningUpload | null>(null);

  /** What it is placed in fits only once its length is known. */
  const place = async (received: Bulletin, entry: ScheduleEntry): Promise<Problem | null | 'placed'> => {
    let bulletin = received;
    while (bulletin.audio.state === 'queued' || bulletin.audio.state === 'processing') {
      await pause();
      bulletin = await api.bulletin(bulletin.id);
    }
    if (bulletin.audio.state === 'failed') return null;
    const { items } = await api.schedule({ area: entry.area.code, from: entry.startAt, to: entry.endAt });
    const now = items.find(({ sessionId, date }) => sessionId === entry.sessionId && date === entry.date);
    const placed = splitOrder(now ?? entry).placed.map(({ id }) => id);
    try {
      await api.putRunningOrder({
        sessionId: entry.sessionId,
        date: entry.date,
        bulletinIds: [...placed, bulletin.id],
        copyTo: [],
      });
    } catch (error) {
      return asProblem(error);
    }
    await Promise.all(['schedule', 'overview'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    return 'placed';
  };

  const start = async (upload: BulletinUpload, entry: ScheduleEntry | null): Promise<void> => {
    setState({ phase: 'sending', fraction: 0 });
    const request = uploadBulletin(upload, (fraction) => setState({ phase: 'sending', fraction }));
    running.current = request;
    try {
      const bulletin = await request.done;
      client.setQueryData(['bulletin', bulletin.id], bulletin);
      await client.invalidateQueries({ queryKey: ['bulletins'] });
      if (entry === null) return setState({ phase: 'done' });
      setState({ phase: 'placing', bulletin });
      const outcome = await place(bulletin, entry).catch(asProblem);
      setState(
        outcome === 'placed' ? { phase: 'done' } : { phase: 'not-placed', bulletin, problem: outcome },
      );
    } catch (error) {
      setState(running.current ? { phase: 'refused', problem: asProblem(error) } : { phase: 'idle' });
    }
  };

  const abort = (): void => {
    const request = running.current;
    running.current = null;
    request?.abort();
  };

  return {
    state,
    start: (upload: BulletinUpload, entry: ScheduleEntry | null) => void start(upload, entry),
    abort,
  };
};
