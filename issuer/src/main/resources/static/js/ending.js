// Shows, ten minutes before it, that this browser will be signed out; the server ends the session by itself.
'use strict';
(() => {
  const notice = document.getElementById('ending');
  if (!notice) return;
  const TEN_MINUTES = 600;
  const end = Date.now() + Number(notice.dataset.seconds) * 1000;
  const look = () => {
    const left = (end - Date.now()) / 1000;
    notice.hidden = left > TEN_MINUTES || left <= 0;
    if (left > 0) setTimeout(look, Math.min(60000, left * 1000));
  };
  look();
})();
