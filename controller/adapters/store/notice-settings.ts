import type {
  NoticePreferenceRow,
  NoticeSettingStore,
  WebhookRow,
} from '../../app/ports/store/notice-settings.ts';
import { insertRows } from './insert-rows.ts';
import { fromJson } from './json-column.ts';
import type { Database } from './schema.ts';
import type { StoreContext } from './store-context.ts';
import type { Table } from './table.ts';

const preferences: Table<'noticePreferences'> = {
  name: 'noticePreferences',
  key: ['userId'],
  columns: {
    userId: 'text',
    email: 'text',
    quietFrom: 'text',
    quietTo: 'text',
    choices: 'json',
    updatedAt: 'bigint',
  },
};

const pushEndpoints: Table<'pushEndpoints'> = {
  name: 'pushEndpoints',
  key: ['id'],
  columns: {
    id: 'text',
    userId: 'text',
    endpoint: 'text',
    p256dh: 'text',
    auth: 'text',
    label: 'text',
    createdAt: 'bigint',
  },
};

const webhooks: Table<'webhooks'> = {
  name: 'webhooks',
  key: ['id'],
  columns: {
    id: 'text',
    name: 'text',
    areaKey: 'text',
    url: 'text',
    types: 'json',
    secret: 'text',
    previousSecret: 'text',
    rotatedAt: 'bigint',
    disabledAt: 'bigint',
    createdBy: 'text',
    createdAt: 'bigint',
  },
};

const toPreference = (row: Database['noticePreferences']): NoticePreferenceRow => ({
  ...row,
  choices: fromJson(row.choices),
});
const toWebhook = (row: Database['webhooks']): WebhookRow => ({ ...row, types: fromJson(row.types) });

export const createNoticeSettings = (context: StoreContext): NoticeSettingStore => {
  const { db, json } = context;
  return {
    preferences: async (userIds) => {
      const rows = await db
        .selectFrom('noticePreferences')
        .selectAll()
        .where('userId', 'in', json.texts(userIds))
        .execute();
      return rows.map(toPreference);
    },
    putPreference: (preference) => insertRows(context, preferences, [preference], {}),
    pushEndpoints: (userIds) =>
      db
        .selectFrom('pushEndpoints')
        .selectAll()
        .where('userId', 'in', json.texts(userIds))
        .orderBy('createdAt')
        .orderBy('id')
        .execute(),
    pushEndpoint: async (id) =>
      (await db.selectFrom('pushEndpoints').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,
    putPushEndpoint: (endpoint) =>
      context.atomic(async (joined) => {
        await joined.db.deleteFrom('pushEndpoints').where('endpoint', '=', endpoint.endpoint).execute();
        await insertRows(joined, pushEndpoints, [endpoint]);
      }),
    removePushEndpoint: async (id) => {
      await db.deleteFrom('pushEndpoints').where('id', '=', id).execute();
    },
    webhooks: async () => {
      const rows = await db.selectFrom('webhooks').selectAll().orderBy('createdAt').orderBy('id').execute();
      return rows.map(toWebhook);
    },
    webhook: async (id) => {
      const row = await db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toWebhook(row);
    },
    putWebhook: (webhook) => insertRows(context, webhooks, [webhook], {}),
  };
};
