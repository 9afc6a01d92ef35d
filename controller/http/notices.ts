import { createRoute, z } from '@hono/zod-openapi';
import type { Directory } from '../app/directory/directory.ts';
import type { Notices } from '../app/notices/notices.ts';
import type { NoticeEntry } from '../app/ports/store/notices.ts';
import type { UserRow } from '../app/ports/store/users.ts';
import { isUrgent, noticeTypes } from '../domain/notice.ts';
import { isFixed, noticeChannels, wants } from '../domain/notice-choice.ts';
import { areaRefOf } from './area-ref.ts';
import { ofOwnAccount } from './authorisation.ts';
import { accepted, json, problemResponse } from './problem.ts';
import {
  addBrowser,
  markRead,
  type Notice,
  type NoticeSettings,
  noticePage,
  noticeSettings,
  noticeType,
  putNoticeSettings,
  unreadCount,
} from './representations/notice.ts';
import { iso, isoOrNull } from './representations/time.ts';
import { createRouter } from './router.ts';

const tags = ['notices'];
const pageRoute = createRoute({
  method: 'get',
  path: '/notices',
  ...ofOwnAccount,
  tags,
  summary: 'What the signed-in user was told: newest first',
  request: {
    query: z.object({
      unread: z.enum(['true', 'false']).default('false'),
      type: noticeType.optional(),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: { 200: { description: 'A page', content: json(noticePage) }, ...problemResponse },
});
const readRoute = createRoute({
  method: 'post',
  path: '/notices/read',
  ...ofOwnAccount,
  tags,
  summary: 'Marks notices as read; all of them without ids',
  request: { body: { required: true, content: json(markRead) } },
  responses: { 200: { description: 'How many are left', content: json(unreadCount) }, ...problemResponse },
});
const settingsRoute = createRoute({
  method: 'get',
  path: '/notices/settings',
  ...ofOwnAccount,
  tags,
  summary: 'How the signed-in user is told',
  responses: { 200: { description: 'The settings', content: json(noticeSettings) }, ...problemResponse },
});
const putSettingsRoute = createRoute({
  method: 'put',
  path: '/notices/settings',
  ...ofOwnAccount,
  tags,
  summary: 'Changes how the signed-in user is told',
  request: { body: { required: true, content: json(putNoticeSettings) } },
  responses: { 200: { description: 'The settings', content: json(noticeSettings) }, ...problemResponse },
});
const addBrowserRoute = createRoute({
  method: 'post',
  path: '/notices/browsers',
  ...ofOwnAccount,
  tags,
  summary: 'Has a browser receive Web Push (RFC 8030) for the signed-in user',
  request: { body: { required: true, content: json(addBrowser) } },
  responses: { 201: { description: 'The settings', content: json(noticeSettings) }, ...problemResponse },
});
const removeBrowserRoute = createRoute({
  method: 'delete',
  path: '/notices/browsers/{id}',
  ...ofOwnAccount,
  tags,
  summary: 'A browser receives nothing any more',
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: { 204: { description: 'Removed' }, ...problemResponse },
});
const testRoute = createRoute({
  method: 'post',
  path: '/notices/test',
  ...ofOwnAccount,
  tags,
  summary: 'Sends a message to oneself by every way that is set up',
  responses: { 202: { description: 'On its way' }, ...problemResponse },
});

export const createNoticeRoutes = ({ notices, directory }: { notices: Notices; directory: Directory }) => {
  const describe = (row: NoticeEntry): Notice => ({
    id: row.id,
    type: row.type,
    urgent: isUrgent(row.type),
    area: areaRefOf(directory, row.areaKey),
    title: row.title,
    body: row.body,
    path: row.path,
    at: iso(row.at),
    readAt: isoOrNull(row.readAt),
  });

  const settingsOf = async ({ id, grants }: UserRow): Promise<NoticeSettings> => {
    const { preference, browsers, setup } = await notices.settings.of(id);
    return {
      email: preference.email,
      quietFrom: preference.quietFrom,
      quietTo: preference.quietTo,
      choices: noticeTypes
        .filter((type) => type !== 'test')
        .flatMap((type) =>
          noticeChannels.map((channel) => ({
            type,
            channel,
            on: wants(preference.choices, type, channel, grants),
            fixed: isFixed(type, channel),
          })),
        ),
      browsers: browsers.map(({ id: browserId, label, createdAt }) => ({
        id: browserId,
        label,
        createdAt: iso(createdAt),
      })),
      hasEmail: setup.channels.email,
      isOutbox: setup.mode === 'outbox',
      pushKey: setup.pushKey,
    };
  };

  return createRouter()
    .openapi(pageRoute, async (c) => {
      const { unread, type, cursor, limit } = c.req.valid('query');
      const userId = c.get('user').id;
      const page = await notices.page({
        userId,
        isUnread: unread === 'true',
        type: type ?? null,
        cursor: cursor ?? null,
        limit,
      });
      const answer = {
        items: page.items.map(describe),
        next: page.next,
        unread: await notices.unread(userId),
      };
      return c.json(answer, 200);
    })
    .openapi(readRoute, async (c) => {
      const userId = c.get('user').id;
      await notices.markRead(userId, c.req.valid('json').ids ?? null);
      return c.json({ unread: await notices.unread(userId) }, 200);
    })
    .openapi(settingsRoute, async (c) => c.json(await settingsOf(c.get('user')), 200))
    .openapi(putSettingsRoute, async (c) => {
      const { choices, ...rest } = c.req.valid('json');
      await notices.settings.save(c.get('user').id, {
        ...rest,
        choices: Object.fromEntries(choices.map(({ type, channel, on }) => [`${type}.${channel}`, on])),
      });
      return c.json(await settingsOf(c.get('user')), 200);
    })
    .openapi(addBrowserRoute, async (c) => {
      const { endpoint, keys, label } = c.req.valid('json');
      accepted(await notices.settings.addBrowser(c.get('user').id, { endpoint, ...keys, label }));
      return c.json(await settingsOf(c.get('user')), 201);
    })
    .openapi(removeBrowserRoute, async (c) => {
      accepted(await notices.settings.removeBrowser(c.get('user').id, c.req.valid('param').id));
      return c.body(null, 204);
    })
    .openapi(testRoute, async (c) => {
      const { id, grants } = c.get('user');
      const areaKey = grants[0]?.areaKey ?? directory.areas.atLevel('province')[0]?.key ?? '';
      await notices.settings.test({ id, areaKey });
      return c.body(null, 202);
    });
};
