import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Bulletins } from '../app/bulletins/bulletins.ts';
import type { Directory } from '../app/directory/directory.ts';
import type { BulletinRow } from '../app/ports/store/bulletins.ts';
import type { Store } from '../app/ports/store.ts';
import { areaByCode } from './area-ref.ts';
import { needs } from './authorisation.ts';
import { isReadableBulletin, unknownBulletin } from './bulletin-reading.ts';
import { createBulletinView } from './bulletin-view.ts';
import { receiveUpload } from './multipart-upload.ts';
import { accepted, invalid, json, notFound, problemAnswer, problemResponse } from './problem.ts';
import { reads } from './reading.ts';
import { approval, type Bulletin, bulletin, bulletinPage } from './representations/bulletin.ts';
import { areaCode, broadcastClass } from './representations/common.ts';
import { line } from './representations/text.ts';
import { createRouter } from './router.ts';
import type { SignedInEnv } from './signed-in-env.ts';

/** Text fields that come with the file. */
const fields = z.strictObject({
  title: line(200),
  class: broadcastClass.default('normal'),
  areaCode: areaCode.default('25'),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
    .default('vi'),
  /** Submits it for approval as soon as its audio is ready; a draft otherwise. */
  submit: z.enum(['true', 'false']).default('false'),
});

const uploadRoute = createRoute({
  method: 'post',
  path: '/bulletins',
  ...needs('bulletins.write'),
  tags: ['bulletins'],
  summary: 'Upload the audio of a new bulletin, a draft; it is processed in the background',
  request: {
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: fields.extend({ file: z.string().openapi({ format: 'binary' }) }).openapi('UploadBulletin'),
        },
      },
    },
  },
  responses: { 202: { description: 'Received for good', content: json(bulletin) }, ...problemResponse },
});

const pageRoute = createRoute({
  method: 'get',
  path: '/bulletins',
  ...reads('area'),
  tags: ['bulletins'],
  summary: 'Bulletins, newest first',
  request: {
    query: z.object({
      area: areaCode.optional(),
      approval: approval.optional(),
      search: z.string().max(100).optional(),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(30),
    }),
  },
  responses: { 200: { description: 'A page', content: json(bulletinPage) }, ...problemResponse },
});

const id = z.object({ id: z.string().max(64) });
const oneRoute = createRoute({
  method: 'get',
  path: '/bulletins/{id}',
  ...reads('area'),
  tags: ['bulletins'],
  summary: 'One bulletin',
  request: { params: id },
  responses: { 200: { description: 'The bulletin', content: json(bulletin) }, ...problemResponse },
});
const withdrawRoute = createRoute({
  method: 'delete',
  path: '/bulletins/{id}',
  ...needs('bulletins.write'),
  tags: ['bulletins'],
  summary: 'Withdraw a bulletin; it leaves every program',
  request: { params: id, query: z.object({ reason: line(500).optional() }) },
  responses: { 204: { description: 'Withdrawn' }, ...problemResponse },
});

export const createBulletinRoutes = (deps: {
  bulletins: Bulletins;
  store: Store;
  directory: Directory;
  uploadDir: string;
  /** The raw request, so that an upload streams to disk. */
  incomingMessage: (c: Context) => IncomingMessage;
}) => {
  const { bulletins, store, directory, uploadDir, incomingMessage } = deps;
  const describe = createBulletinView(deps);
  const describeOne = async (row: BulletinRow): Promise<Bulletin> => {
    const [described] = await describe([row]);
    if (!described) throw notFound(unknownBulletin);
    return described;
  };

  const receive = async (c: Context<SignedInEnv>): Promise<BulletinRow | Response> => {
    const upload = await receiveUpload(incomingMessage(c), { tmpDir: uploadDir });
    if (!upload.ok) return problemAnswer(upload.status, upload.fault);
    try {
      const given = fields.safeParse(upload.fields);
      if (!given.success) return invalid(given.error);
      const { areaCode: code, submit, ...rest } = given.data;
      const area = areaByCode(directory, code);
      c.get('permit')('bulletins.write', [area.key]);
      const wanted = {
        ...rest,
        areaKey: area.key,
        createdBy: c.get('user').username,
        isDemo: false,
        submit: submit === 'true',
      };
      return accepted(await bulletins.receive(wanted, upload.file.path));
    } finally {
      // Taken over by then, or refused: either way nothing stays in the upload folder.
      await rm(upload.file.path, { force: true });
    }
  };

  const router = createRouter();
  // The document describes the form; the handler reads the stream itself, so no validator may drain it.
  router.openAPIRegistry.registerPath(uploadRoute);
  router.post('/bulletins', needs('bulletins.write').middleware, async (c) => {
    const received = await receive(c);
    return received instanceof Response ? received : c.json(await describeOne(received), 202);
  });
  return router
    .openapi(pageRoute, async (c) => {
      const { area, approval: state, search, cursor, limit } = c.req.valid('query');
      const page = await store.bulletins.page({
        areaKeys: c.get('readable').within(area),
        ...(state === undefined ? {} : { approvals: [state] }),
        search: search ?? null,
        cursor: cursor ?? null,
        limit,
      });
      return c.json({ items: await describe(page.items), next: page.next }, 200);
    })
    .openapi(oneRoute, async (c) => {
      const row = await store.bulletins.get(c.req.valid('param').id);
      if (!row || !isReadableBulletin(c.get('readable'), row)) throw notFound(unknownBulletin);
      return c.json(await describeOne(row), 200);
    })
    .openapi(withdrawRoute, async (c) => {
      const row = await store.bulletins.get(c.req.valid('param').id);
      if (row) c.get('permit')('bulletins.write', [row.areaKey]);
      accepted(
        await bulletins.withdraw(c.req.valid('param').id, c.req.valid('query').reason ?? null, c.get('user')),
      );
      return c.body(null, 204);
    });
};
