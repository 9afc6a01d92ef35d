import { type Bulletin, bulletin } from '../../controller/http/representations/bulletin.ts';
import type { ApiClient } from './api-client.ts';
import { waitUntil } from './wait-until.ts';

/** Uploads sound as a new bulletin; what comes back was acknowledged. */
export const uploadBulletin = async (
  api: ApiClient,
  { title, sound, fileName = 'ban-tin.wav' }: { title: string; sound: Uint8Array; fileName?: string },
): Promise<Bulletin> =>
  (await api.upload('/bulletins', { title }, { name: fileName, content: sound })).as(bulletin);

/** Waits until the sound of a bulletin is ready, or refused. */
export const processed = (api: ApiClient, id: string): Promise<Bulletin> =>
  waitUntil(
    `the sound of ${id}`,
    async () => {
      const now = (await api.get(`/bulletins/${id}`)).as(bulletin);
      return ['ready', 'failed'].includes(now.audio.state) ? now : null;
    },
    { deadlineMs: 60_000, everyMs: 50 },
  );

/** A bulletin that may be placed. */
export const readyBulletin = async (
  api: ApiClient,
  upload: { title: string; sound: Uint8Array },
): Promise<Bulletin> => {
  const done = await processed(api, (await uploadBulletin(api, upload)).id);
  if (done.audio.state !== 'ready') throw new Error(`Not ready: ${JSON.stringify(done.audio.fault)}`);
  return done;
};
