// Shows a notice that came for this browser, and opens the page it is about. Lies at the root, since the pages it opens do; it
// answers no requests in the pages' place.
'use strict';

// Where a message cannot be read, something has to be shown all the same: browsers end subscriptions that stay silent.
const UNREADABLE = { title: '結び 民間ID', body: 'お知らせがあります。 / You have a notice.', page: '/home/notices', language: 'ja' };

const read = (data) => {
  try {
    const said = data.json();
    return typeof said.title === 'string' && typeof said.page === 'string' ? said : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
};

self.addEventListener('push', (event) => {
  const said = event.data ? read(event.data) : UNREADABLE;
  event.waitUntil(
    self.registration.showNotification(said.title, {
      body: said.body,
      lang: said.language === 'en' ? 'en' : 'ja',
      tag: said.tag || 'notice',
      icon: '/icons/icon-192.png',
      data: { page: said.page },
    }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const address = new URL(event.notification.data.page, self.location.origin);
  // Our own pages alone, whatever the message said.
  const page = address.origin === self.location.origin ? address.href : new URL('/home', self.location.origin).href;
  event.waitUntil(self.clients.openWindow(page));
});
