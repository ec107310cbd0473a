// Looks again every two seconds and shows what changed, and says so where it cannot look; without script there is the link to
// load the page again.
'use strict';

const byId = (id) => document.getElementById(id);
const list = byId('accounts');
const button = byId('pause');
const how = byId('how');
const stale = byId('stale');
const TOO_LONG = 10000;
let paused = false;
let looking = false;
let seen = Date.now();

/** What is to be seen to at an account, in the words that stand there. */
function said(account) {
  return [...account.querySelectorAll('.marked, .known')].map((each) => each.textContent.trim()).join(' ');
}

/** Shows what changed and leaves alone what did not; what changed of what is to be seen to is said, too. */
function show(now) {
  const before = new Map([...list.querySelectorAll('li')].map((each) => [each.id, each]));
  const after = [...now.querySelectorAll('li')];
  const news = [];
  if (before.size === 0 || after.length === 0) {
    if (!list.isEqualNode(now)) {
      list.replaceChildren(...now.childNodes);
    }
    return;
  }
  const items = list.querySelector('ul');
  after.forEach((each, place) => {
    const old = before.get(each.id);
    before.delete(each.id);
    if (old && old.isEqualNode(each)) {
      each = old;
    } else if (old ? said(old) !== said(each) : each.querySelector('.marked')) {
      const line = document.createElement('span');
      const number = document.createElement('span');
      number.textContent = each.querySelector('h2').textContent;
      // It is in Japanese on every page, and is to be read out so.
      number.lang = each.querySelector('h2').lang;
      line.append(number, ' ' + said(each) + ' ');
      news.push(line);
    }
    if (old && old !== each) {
      old.replaceWith(each);
    }
    if (items.children[place] !== each) {
      items.insertBefore(each, items.children[place] ?? null);
    }
  });
  before.forEach((gone) => gone.remove());
  if (news.length > 0) {
    byId('told').replaceChildren(...news);
  }
}

function replace(id, page) {
  const now = page.getElementById(id);
  if (!byId(id).isEqualNode(now)) {
    byId(id).replaceChildren(...now.childNodes);
  }
}

async function look() {
  if (document.hidden || paused || looking) {
    return;
  }
  looking = true;
  try {
    const answer = await fetch('/counter', { headers: { Accept: 'text/html' }, signal: AbortSignal.timeout(5000) });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const now = page.getElementById('accounts');
    if (answer.ok && now !== null && !paused) {
      show(now);
      replace('as-of', page);
      replace('line', page);
      seen = Date.now();
    }
  } catch {
    // The bank is being started anew; the next look finds it, or the page says that it does not.
  } finally {
    looking = false;
    stale.hidden = paused || Date.now() - seen < TOO_LONG;
  }
}

button.addEventListener('click', () => {
  paused = !paused;
  button.textContent = paused ? button.dataset.go : button.dataset.stop;
  how.textContent = paused ? how.dataset.stopped : how.dataset.going;
  stale.hidden = true;
  seen = Date.now();
  look();
});
document.addEventListener('visibilitychange', look);
byId('by-itself').hidden = false;
setInterval(look, 2000);
