import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bulletin } from '../../controller/http/representations/bulletin.ts';
import { problem } from '../../controller/http/representations/common.ts';
import { session } from '../../controller/http/representations/session.ts';
import { badAnnouncements } from '../support/bad-input/announcements.ts';
import { badBodies } from '../support/bad-input/bodies.ts';
import { badDecisions } from '../support/bad-input/decisions.ts';
import { type BadInputField, createBadInputField, dateAhead } from '../support/bad-input/field.ts';
import { badQueries } from '../support/bad-input/queries.ts';
import { badSessions } from '../support/bad-input/sessions.ts';
import { badUploads, halfUpload } from '../support/bad-input/uploads.ts';
import { processed } from '../support/bulletin-upload.ts';
import { chirp, wavOf } from '../support/chirp.ts';
import { openHttp } from '../support/raw-http.ts';
import { waitUntil } from '../support/wait-until.ts';

let field: BadInputField;
beforeAll(async () => {
  field = await createBadInputField();
});
afterAll(() => field.controller.stop());

const filesIn = (folder: string): Promise<string[]> => readdir(join(field.controller.dataDir, folder));
const sentence = /^.{8,}[.:)]$/su;

/** RFC 9457, with a code that stays and a sentence in each language. */
const expectProblem = async (answer: Response, status: number, code: string): Promise<void> => {
  const text = await answer.text();
  expect(`${answer.status} ${text}`).toContain(`${status} {`);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const told = problem.parse(JSON.parse(text));
  expect(told).toMatchObject({
    type: `urn:truyenthanh:problem:${code}`,
    title: code,
    status,
    code,
    detail: expect.stringMatching(sentence),
    detailEn: expect.stringMatching(sentence),
  });
  expect(told.detail).not.toBe(told.detailEn);
  if (code === 'Request_Invalid') expect(told.errors?.length).toBeGreaterThan(0);
};

describe.each([
  ['a body', badBodies],
  ['', badSessions],
  ['', badAnnouncements],
  ['', badDecisions],
  ['a query or address', badQueries],
])('refuses %s', (_, inputs) => {
  it.each(inputs)('%s', async (_name, ask, status, code) => {
    await expectProblem(await ask(field), status, code);
  });
});

describe('refuses an upload and keeps nothing of it', () => {
  it.each(badUploads)('%s', async (_name, ask, status, code) => {
    await expectProblem(await ask(field), status, code);
    expect(await filesIn('uploads')).toEqual([]);
    expect(await filesIn('incoming')).toEqual([]);
  });

  it('whose sender goes away', async () => {
    const socket = await openHttp(field.controller.url, halfUpload(field));
    await waitUntil('the file to begin', async () => (await filesIn('uploads')).length > 0);
    socket.destroy();
    await waitUntil('the file to go', async () => (await filesIn('uploads')).length === 0);
    expect(await filesIn('incoming')).toEqual([]);
  });
});

describe('takes what only looks wrong', () => {
  it('a rule without end', async () => {
    const answer = await field.plan({ rrule: 'FREQ=WEEKLY;BYDAY=MO,WE,FR' });
    expect(answer.status).toBe(201);
    expect(session.parse(await answer.json()).rrule).toBe('FREQ=WEEKLY;BYDAY=MO,WE,FR');
  });

  it('sound whose name leads elsewhere', async () => {
    const before = await filesIn('.');
    const answer = await field.api.upload(
      '/bulletins',
      { title: 'Tên tệp lạ' },
      { name: '../../keys/../../etc/passwd', content: wavOf(chirp(1.5)) },
    );
    expect(answer.status).toBe(202);
    expect((await processed(field.api, answer.as(bulletin).id)).audio.state).toBe('ready');
    expect(await filesIn('.')).toEqual(before);
  });

  it('one running order on dates a year apart', async () => {
    const copyTo = [dateAhead(120), dateAhead(365)];
    const answer = await field.send('PUT', `/sessions/${field.sessionId}/running-orders/${field.tomorrow}`, {
      bulletinIds: [field.ready],
      copyTo,
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      items: [field.tomorrow, ...copyTo].map((date) => ({ date, items: [{ bulletinId: field.ready }] })),
    });
  });
});

it('is alive after all of it, and nothing of it was a fault of its own', async () => {
  expect((await field.api.fetch('/healthz')).status).toBe(200);
  expect(field.controller.logLines.filter(({ level }) => level === 50)).toEqual([]);
  expect(await filesIn('uploads')).toEqual([]);
  expect(await filesIn('incoming')).toEqual([]);
});
