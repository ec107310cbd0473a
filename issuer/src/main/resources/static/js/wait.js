// On the page that waits for a re-issue: looks every few seconds whether it is done, and then goes on by itself.
'use strict';
(() => {
  const form = document.getElementById('again');
  if (!form || form.dataset.watch !== 'true') return;
  const look = async () => {
    const response = await fetch(`${form.getAttribute('action')}/ready`, { cache: 'no-store' });
    if (response.ok && (await response.json()).ready) {
      location.assign(form.getAttribute('action'));
    } else {
      setTimeout(look, 3000);
    }
  };
  setTimeout(look, 1000);
})();
