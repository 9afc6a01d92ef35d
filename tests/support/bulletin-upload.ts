import { type Bulletin, bulletin } from '../../controller/http/representations/bulletin.ts';
import type { ApiClient } from './api-client.ts';
import type { ControllerProcess } from './run-controller.ts';
import { secondPerson } from './second-person.ts';
import { waitUntil } from './wait-until.ts';

type Controller = Pick<ControllerProcess, 'url' | 'dataDir'>;
type Upload = { title: string; sound: Uint8Array; fileName?: string; fields?: Record<string, string> };

/** Uploads sound as a new bulletin, submitted for approval; what comes back was acknowledged. */
export const uploadBulletin = async (
  api: ApiClient,
  { title, sound, fileName = 'ban-tin.wav', fields = {} }: Upload,
): Promise<Bulletin> =>
  (
    await api.upload('/bulletins', { submit: 'true', ...fields, title }, { name: fileName, content: sound })
  ).as(bulletin);

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

/** Somebody else approves a bulletin that was submitted and is ready. */
export const approved = async (controller: Controller, id: string): Promise<Bulletin> => {
  const approver = await secondPerson(controller);
  return (await approver.post(`/bulletins/${id}/approve`, {})).as(bulletin);
};

/** A bulletin that airs where it is placed. */
export const readyBulletin = async (
  controller: Controller,
  api: ApiClient,
  upload: Upload,
): Promise<Bulletin> => {
  const done = await processed(api, (await uploadBulletin(api, upload)).id);
  if (done.audio.state !== 'ready') throw new Error(`Not ready: ${JSON.stringify(done.audio.fault)}`);
  return approved(controller, done.id);
};
