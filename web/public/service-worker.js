/* Shows what the controller pushes, and opens the page where it leads. Nothing is cached, no third party is asked. */

const readNotice = (event) => {
  try {
    return event.data.json();
  } catch {
    return null;
  }
};

/** Only pages of this very server. */
const addressOf = (path) => {
  const url = new URL(typeof path === 'string' ? path : '/', self.location.origin);
  return url.origin === self.location.origin ? url.href : self.location.origin;
};

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => {
  const notice = readNotice(event);
  const words = notice?.[self.navigator.language.startsWith('en') ? 'en' : 'vi'];
  event.waitUntil(
    self.registration.showNotification(words?.title ?? 'Truyền thanh', {
      body: words?.body ?? '',
      icon: '/favicon.svg',
      // A notice that arrives twice shows once.
      tag: notice?.id ?? 'truyenthanh',
      requireInteraction: notice?.urgent === true,
      timestamp: notice?.at,
      data: { path: notice?.path ?? '/thong-bao' },
    }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const address = addressOf(event.notification.data?.path);
  event.waitUntil(
    (async () => {
      const windows = await self.clients.matchAll({ type: 'window' });
      const [open] = windows;
      if (!open) return self.clients.openWindow(address);
      await open.navigate(address);
      return open.focus();
    })(),
  );
});
