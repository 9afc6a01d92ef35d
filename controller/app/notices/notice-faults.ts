import type { Fault } from '../ports/runtime.ts';

export const noticeFaults = {
  tooManyBrowsers: {
    code: 'Push_TooMany',
    vi: 'Tài khoản đã nhận thông báo trên 10 trình duyệt; hãy bỏ bớt một trình duyệt cũ trước.',
    en: 'Ten browsers already receive notices of this account; remove an old one first.',
  },
  noPush: {
    code: 'Push_Off',
    vi: 'Máy chủ này chưa gửi được thông báo đẩy.',
    en: 'This server sends no Web Push.',
  },
  unknownBrowser: {
    code: 'Push_Unknown',
    vi: 'Trình duyệt này không còn trong danh sách.',
    en: 'This browser is no longer in the list.',
  },
  unknownWebhook: {
    code: 'Webhook_Unknown',
    vi: 'Không có webhook này.',
    en: 'There is no such webhook.',
  },
  disabledWebhook: {
    code: 'Webhook_Disabled',
    vi: 'Webhook đang tắt; hãy bật lại rồi gửi thử.',
    en: 'The webhook is off; switch it on before testing it.',
  },
  tooManyWebhooks: {
    code: 'Webhook_TooMany',
    vi: 'Đã có 500 webhook; hãy dùng lại một webhook đang tắt.',
    en: 'There are 500 webhooks; use one again that is off.',
  },
} as const satisfies Record<string, Fault>;
