import type { Notice } from '../../../domain/notice.ts';
import type { NoticeChoices } from '../../../domain/notice-choice.ts';

/** How somebody wants to be told. */
export type NoticePreferenceRow = {
  userId: string;
  email: string | null;
  quietFrom: string;
  quietTo: string;
  choices: NoticeChoices;
  updatedAt: number;
};

/** A browser that takes Web Push, as it describes itself (RFC 8030, RFC 8291). */
export type PushEndpointRow = {
  id: string;
  userId: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  /** `Chrome, Android`: so that people know which one it is. */
  label: string;
  createdAt: number;
};

/** Where notices of an area are posted: a gateway for SMS or Zalo. */
export type WebhookRow = {
  id: string;
  name: string;
  areaKey: string;
  url: string;
  types: Notice['type'][];
  /** Sealed. */
  secret: string;
  /** Sealed; signs as well until a day after the rotation. */
  previousSecret: string | null;
  rotatedAt: number | null;
  disabledAt: number | null;
  createdBy: string;
  createdAt: number;
};

export type NoticeSettingStore = Readonly<{
  preferences: (userIds: readonly string[]) => Promise<NoticePreferenceRow[]>;
  putPreference: (preference: NoticePreferenceRow) => Promise<void>;
  pushEndpoints: (userIds: readonly string[]) => Promise<PushEndpointRow[]>;
  pushEndpoint: (id: string) => Promise<PushEndpointRow | null>;
  /** A browser has one owner: whoever subscribed in it last. */
  putPushEndpoint: (endpoint: PushEndpointRow) => Promise<void>;
  removePushEndpoint: (id: string) => Promise<void>;
  webhooks: () => Promise<WebhookRow[]>;
  webhook: (id: string) => Promise<WebhookRow | null>;
  putWebhook: (webhook: WebhookRow) => Promise<void>;
}>;
