import { z } from 'zod';
import { clusterSummary } from '../../../controller/http/representations/cluster.ts';
import { type CreateSession, session } from '../../../controller/http/representations/session.ts';
import { type ApiClient, signIn } from '../api-client.ts';
import { processed, readyBulletin, uploadBulletin } from '../bulletin-upload.ts';
import { chirp, wavOf } from '../chirp.ts';
import { type ControllerProcess, runController } from '../run-controller.ts';

const day = 86_400_000;

/** One thing that a program or a person may send, and the refusal that it deserves. */
export type BadInput = readonly [
  name: string,
  ask: (field: BadInputField) => Promise<Response>,
  status: number,
  code: string,
];

export type BadInputField = Readonly<{
  controller: ControllerProcess;
  api: ApiClient;
  /** A body as JSON, whatever it is, to a path below `/api/v1`. */
  send: (method: string, path: string, body: unknown) => Promise<Response>;
  /** `POST /sessions` of a session that is fine but for this. */
  plan: (change: Readonly<Record<string, unknown>>) => Promise<Response>;
  /** A date on which the sessions come round. */
  tomorrow: string;
  clusterId: string;
  /** Daily at noon, half an hour. */
  sessionId: string;
  /** The same for one second. */
  shortSessionId: string;
  endedSessionId: string;
  ready: string;
  /** Its sound was refused. */
  failed: string;
  withdrawn: string;
}>;

/** The date in Vietnam so many days ahead. */
export const dateAhead = (days: number): string =>
  new Date(Date.now() + 7 * 3_600_000 + days * day).toISOString().slice(0, 10);

const plainSession = (): CreateSession => ({
  title: 'Buổi trưa',
  areaCode: '25',
  targets: [{ areaCode: '237' }],
  startsLocal: `${dateAhead(1)}T12:00:00`,
  rrule: 'FREQ=DAILY',
  durationMs: 1_800_000,
});

/** A running controller with one of each thing that bad input can name. */
export const createBadInputField = async (): Promise<BadInputField> => {
  const controller = await runController({ env: { MAX_AUDIO_MINUTES: '1' } });
  const api = await signIn(controller.url);
  const send: BadInputField['send'] = (method, path, body) =>
    api.fetch(`/api/v1${path}`, {
      method,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  const created = async (body: unknown): Promise<string> =>
    (await api.post('/sessions', body)).as(session).id;

  const ready = await readyBulletin(controller, api, {
    title: 'Lịch cắt điện ngày mai',
    sound: wavOf(chirp(3)),
  });
  const withdrawn = await readyBulletin(controller, api, { title: 'Đã thu hồi', sound: wavOf(chirp(2)) });
  await api.del(`/bulletins/${withdrawn.id}`);
  const silent = await uploadBulletin(api, {
    title: 'Không có tiếng',
    sound: wavOf(new Float32Array(88_200)),
  });
  const failed = await processed(api, silent.id);
  const endedSessionId = await created(plainSession());
  await api.del(`/sessions/${endedSessionId}`);
  const place = await api.post('/clusters', { areaCode: '07888', name: 'Khu 1' });
  return {
    controller,
    api,
    send,
    plan: (change) => send('POST', '/sessions', { ...plainSession(), ...change }),
    tomorrow: dateAhead(1),
    clusterId: place.as(z.object({ id: clusterSummary.shape.id })).id,
    sessionId: await created(plainSession()),
    shortSessionId: await created({ ...plainSession(), durationMs: 1_000 }),
    endedSessionId,
    ready: ready.id,
    failed: failed.id,
    withdrawn: withdrawn.id,
  };
};
