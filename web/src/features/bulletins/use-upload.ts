import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Problem } from '../../../../controller/http/api-type.ts';
import { asProblem } from '../../api/problem.ts';
import { type BulletinUpload, type RunningUpload, uploadBulletin } from '../../api/upload.ts';

type UploadState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'sending'; readonly fraction: number }
  | { readonly phase: 'refused'; readonly problem: Problem }
  | { readonly phase: 'done' };

/** One file's way to the controller. */
export const useUpload = () => {
  const client = useQueryClient();
  const [state, setState] = useState<UploadState>({ phase: 'idle' });
  const running = useRef<RunningUpload | null>(null);

  const start = async (upload: BulletinUpload): Promise<void> => {
    setState({ phase: 'sending', fraction: 0 });
    const request = uploadBulletin(upload, (fraction) => setState({ phase: 'sending', fraction }));
    running.current = request;
    try {
      const bulletin = await request.done;
      client.setQueryData(['bulletin', bulletin.id], bulletin);
      await client.invalidateQueries({ queryKey: ['bulletins'] });
      setState({ phase: 'done' });
    } catch (error) {
      setState(running.current ? { phase: 'refused', problem: asProblem(error) } : { phase: 'idle' });
    }
  };

  const abort = (): void => {
    const request = running.current;
    running.current = null;
    request?.abort();
  };

  return { state, start: (upload: BulletinUpload) => void start(upload), abort };
};
