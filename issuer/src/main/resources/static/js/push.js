// Lets this browser show notices: asks its holder, subscribes at the browser's own push service, and tells the issuer where.
'use strict';
(() => {
  const form = document.getElementById('push');
  if (!form) return;
  const show = (id) => {
    document.getElementById(id).hidden = false;
  };
  const japanese = document.documentElement.lang.startsWith('ja');
  const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const encode = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) {
    show('push-cannot');
    return;
  }
  if (Notification.permission === 'denied') {
    show('push-denied');
    return;
  }
  form.hidden = false;

  const tell = (message) => {
    const place = document.getElementById('push-problem');
    place.textContent = message;
    place.hidden = false;
  };

  const same = (one, other) => one && encode(one) === encode(other);

  const subscribe = async () => {
    const registration = await navigator.serviceWorker.register('/push-worker.js');
    await navigator.serviceWorker.ready;
    const key = decode(form.dataset.key);
    const before = await registration.pushManager.getSubscription();
    if (before && same(before.options.applicationServerKey, key)) return before;
    // One that is bound to another key takes nothing from us.
    if (before) await before.unsubscribe();
    return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  };

  let under = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (under) return;
    under = true;
    document.getElementById('push-problem').hidden = true;
    try {
      if ((await Notification.requestPermission()) === 'denied') {
        form.hidden = true;
        show('push-denied');
        return;
      }
      const subscription = await subscribe();
      const response = await fetch('/home/reaching-push', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          csrf: form.dataset.csrf,
          endpoint: subscription.endpoint,
          p256dh: encode(subscription.getKey('p256dh')),
          auth: encode(subscription.getKey('auth')),
        }),
      });
      const said = await response.json();
      // The holder has to show once more who it is; the sign-in leads back here.
      if (said.code === 'insufficient_user_authentication') location.assign('/signin?to=/home/reaching');
      else if (response.ok) location.assign(said.to);
      else tell((japanese && said.detail_ja) || said.detail);
    } catch (error) {
      // The permission was neither given nor refused, or the browser's push service is not to be reached.
      tell(form.dataset.failed);
    } finally {
      under = false;
    }
  });
})();
