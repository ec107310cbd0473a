// Looks again every two seconds and shows what changed; without script there is the link to load the page again.
'use strict';

const accounts = document.getElementById('accounts');
const pause = document.getElementById('pause');

async function look() {
  if (document.hidden || pause.getAttribute('aria-pressed') === 'true') {
    return;
  }
  try {
    const answer = await fetch('/counter', { headers: { Accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const now = page.getElementById('accounts');
    if (now !== null && now.innerHTML !== accounts.innerHTML) {
      accounts.replaceChildren(...now.childNodes);
    }
  } catch {
    // The bank is being started anew; the next look finds it.
  }
}

pause.addEventListener('click', () => {
  pause.setAttribute('aria-pressed', String(pause.getAttribute('aria-pressed') !== 'true'));
});
document.getElementById('by-itself').hidden = false;
setInterval(look, 2000);
