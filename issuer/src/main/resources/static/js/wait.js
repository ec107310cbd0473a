// On the page that waits for a re-issue: looks every few seconds whether it is done, and then goes on by itself.
'use strict';
(() => {
  const form = document.getElementById('again');
  if (!form || form.dataset.watch !== 'true') return;
  const look = async () => {
    let over = false;
    try {
      const response = await fetch(`${form.getAttribute('action')}/ready`, { cache: 'no-store' });
      over = response.ok && (await response.json()).ready;
    } catch {
      // Not reached just now: the next look may fare better.
    } finally {
      if (over) location.assign(form.getAttribute('action'));
      else setTimeout(look, 3000);
    }
  };
  setTimeout(look, 1000);
})();
