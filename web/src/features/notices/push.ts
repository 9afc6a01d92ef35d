import type { AddBrowser } from '../../../../controller/http/api-type.ts';

export type PushFault = 'unsupported' | 'denied' | 'failed';

export const takesPush = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

/** `Chrome, Android`, as far as the browser tells; for a person who looks at a list of devices. */
const labelOf = (agent: string): string => {
  const browser =
    ['Edg', 'OPR', 'CocCoc', 'Firefox', 'Chrome', 'Safari'].find((name) => agent.includes(name)) ?? 'Browser';
  const names: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera', CocCoc: 'Cốc Cốc' };
  const system =
    ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'Linux'].find((name) => agent.includes(name)) ?? '';
  return [names[browser] ?? browser, system].filter((part) => part !== '').join(', ');
};

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> => {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
};

const textOf = (key: ArrayBuffer | null): string =>
  btoa(String.fromCharCode(...new Uint8Array(key ?? new ArrayBuffer(0))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** Asks the person, then the browser's push service. Call it on a tap only. */
export const subscribe = async (
  serverKey: string,
): Promise<{ ok: true; browser: AddBrowser } | { ok: false; fault: PushFault }> => {
  if (!takesPush()) return { ok: false, fault: 'unsupported' };
  if ((await Notification.requestPermission()) !== 'granted') return { ok: false, fault: 'denied' };
  try {
    await navigator.serviceWorker.register('/service-worker.js');
    const worker = await navigator.serviceWorker.ready;
    const applicationServerKey = bytesOf(serverKey);
    const held = await worker.pushManager.getSubscription();
    // One for another key, of a server that was set up anew, would never be delivered to.
    if (held && textOf(held.options.applicationServerKey) !== serverKey) await held.unsubscribe();
    const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
    return {
      ok: true,
      browser: {
        endpoint: made.endpoint,
        keys: { p256dh: textOf(made.getKey('p256dh')), auth: textOf(made.getKey('auth')) },
        label: labelOf(navigator.userAgent),
      },
    };
  } catch {
    return { ok: false, fault: 'failed' };
  }
};
