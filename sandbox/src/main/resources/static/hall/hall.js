// The sandbox's city hall: what happens to residents, the day's revocation lists, the clock. It speaks to the plain port's interface only.
import { english, japanese } from './words.js';

const asked = new URLSearchParams(location.search).get('lang') ?? navigator.language;
const language = asked.startsWith('ja') ? 'ja' : 'en';
const words = language === 'ja' ? japanese : english;
/** What a new certificate can be handed out with. */
const AT_THE_COUNTER = ['MOVE_WITHIN', 'MOVE_TO', 'MARRY', 'CORRECT_REGISTER', 'RENEW', 'GO_ABROAD'];
const GRAVE = ['GO_ABROAD', 'LOSE_CARD', 'REPORT_KEY_COMPROMISE', 'REVOKE_BY_REQUEST', 'DIE'];
const $ = id => document.getElementById(id);
let current = null;

document.documentElement.lang = language;
for (const element of document.querySelectorAll('[data-say]')) element.textContent = words[element.dataset.say];
const other = $('other-language');
other.lang = other.hreflang = language === 'ja' ? 'en' : 'ja';
other.textContent = language === 'ja' ? 'English' : '日本語';
other.href = '?lang=' + other.lang;

class Refused extends Error {}

async function call(path, method, body) {
  const options = method ? { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) } : {};
  const answer = await fetch(path, options);
  const json = await answer.json();
  if (answer.ok) return json;
  throw new Refused(json.code === 'PIN_WRONG' ? words.pinWrong(json.triesLeft) : words.fault[json.code] ?? words.trouble);
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

const locale = language === 'ja' ? 'ja-JP-u-ca-japanese' : 'en-GB';
const day = instant => new Date(instant).toLocaleDateString(locale, { timeZone: 'Asia/Tokyo', dateStyle: 'long' });
const moment = instant => new Date(instant).toLocaleString(locale, { timeZone: 'Asia/Tokyo', dateStyle: 'long', timeStyle: 'short' });

/** A date of birth as certificates write it: an era's digit, then year, month and day, with zeros for what is unknown. */
function born(text) {
  const [year, month, date] = [text.slice(1, 5), text.slice(5, 7), text.slice(7, 9)];
  return month === '00' || date === '00' ? year : day(`${year}-${month}-${date}T12:00:00+09:00`);
}

function say(sentence, alert = false) {
  $('happened').textContent = sentence;
  $('happened').classList.toggle('alert', alert);
}

async function clock() {
  $('clock').textContent = moment((await call('/clock')).now);
}

let asking = 0;
async function list() {
  const mine = ++asking;
  const page = await call('/residents?limit=50&q=' + encodeURIComponent($('q').value));
  if (mine !== asking) return; // Somebody has typed on since.
  $('none').hidden = page.residents.length > 0;
  $('list').replaceChildren(...page.residents.map(resident => {
    const button = element('button', '', { type: 'button', lang: 'ja', 'aria-pressed': resident.id === current });
    button.append(element('strong', resident.name + '（' + resident.id + '）'), resident.address);
    button.onclick = () => guarded(async () => { choose(resident.id); return ''; });
    const item = document.createElement('li');
    item.append(button);
    return item;
  }));
}

/** Somebody else: nothing that was meant for the one before stays. */
function choose(id) {
  current = id;
  $('fresh').checked = false;
  $('family').value = $('municipality').value = '';
  moveFocus = true;
}

let moveFocus = false;
async function show() {
  $('one').hidden = $('life').hidden = !current;
  if (!current) return;
  const resident = await call('/residents/' + current);
  $('who').textContent = resident.name.value + '（' + resident.id + '）';
  if (moveFocus) $('who').focus();
  moveFocus = false;
  $('entry').replaceChildren(
    element('dt', words.address), element('dd', resident.address.value, { lang: 'ja' }),
    element('dt', words.born), element('dd', born(resident.dateOfBirth)),
    element('dt', words.sex), element('dd', words.sexes[resident.sex]),
    element('dt', words.card), element('dd', day(resident.cardExpiry)));
  $('certificates').replaceChildren(...resident.certificates.map(each => element('li',
    words.certificate(words.kind[each.kind], words.state[each.state], words.reason[each.reason], day(each.notAfter)))));
}

/** Does something, once however often it is pressed meanwhile, says what came of it, and shows how things are now. */
let busy = false;
async function guarded(work, output) {
  if (busy) return;
  const told = output ? sentence => { output.textContent = sentence; } : say;
  busy = true;
  try {
    told(await work());
  } catch (problem) {
    told(problem instanceof Refused ? problem.message : words.trouble, true);
  } finally {
    busy = false;
  }
  await Promise.all([clock(), show(), list()]);
}

async function sure(question, what = words.sure) {
  $('sure-title').textContent = question;
  $('sure-what').textContent = what;
  const dialog = $('sure');
  dialog.returnValue = 'no';
  dialog.showModal();
  await new Promise(closed => dialog.addEventListener('close', closed, { once: true }));
  return dialog.returnValue === 'yes';
}

async function happen(type) {
  if (GRAVE.includes(type) && !await sure(words.event[type] + (language === 'ja' ? '。よろしいですか？' : '?'))) return '';
  const request = { type, newCertificate: $('fresh').checked && AT_THE_COUNTER.includes(type) };
  if (type === 'MOVE_TO') {
    if (!$('municipality').value) { $('municipality').focus(); throw new Refused(words.fault.UNKNOWN_MUNICIPALITY); }
    request.municipality = $('municipality').value;
  }
  if (type === 'MARRY') {
    if (!$('family').value.trim()) { $('family').focus(); throw new Refused(words.fault.BAD_TEXT); }
    request.familyName = $('family').value.trim();
  }
  const done = await call('/residents/' + current + '/events', 'POST', request);
  return words.done(words.event[type], done.revoked.length, done.issued.length);
}

for (const [type, name] of Object.entries(words.event)) {
  const button = element('button', name, { type: 'button', 'data-event': type });
  button.onclick = () => guarded(() => happen(type));
  $(GRAVE.includes(type) ? 'grave-events' : 'events').append(button);
}

for (const kind of Object.keys(words.kind)) $('key').append(new Option(words.kind[kind], kind));

$('publish').onclick = () => guarded(async () => words.published((await call('/crl/publications', 'POST')).published));
for (const button of document.querySelectorAll('[data-advance]')) {
  button.onclick = () => guarded(async () => button.dataset.advance === 'P1D' || await sure(words.years + (language === 'ja' ? '。よろしいですか？' : '?'), words.passes)
    ? words.moved(moment((await call('/clock', 'PUT', { advance: button.dataset.advance })).now)) : '');
}
$('today').onclick = () => guarded(async () => words.back(moment((await call('/clock', 'PUT', { reset: true })).now)));
$('q').oninput = list;

/** What a phone shows of a document before the PIN: what is meant to be shown, after its host and check word. */
function preview(text) {
  let document;
  try { document = JSON.parse(text); } catch { return text; }
  if (typeof document?.display !== 'string') return text;
  return (document.site?.host ? words.host + ': ' + document.site.host + '\n' : '')
    + (document.check_word ? words.word + ': ' + document.check_word + '\n' : '') + document.display;
}

$('document').oninput = () => { $('preview').textContent = $('document').value && words.shown + '\n' + preview($('document').value); };
$('sign').onclick = () => current && guarded(async () => {
  const [device, key] = $('key').value.split('_');
  const done = await call('/phones/' + current + '/signatures', 'POST', { device, key, format: 'JWS', pin: $('pin').value,
    document: $('document').value, type: $('type').value || null, origin: $('origin').value || null });
  return words.shown + '\n' + done.shown + '\n\n' + words.signature + '\n' + done.signed;
}, $('signed'));

guarded(async () => {
  const all = await call('/municipalities');
  $('municipality').replaceChildren(new Option('—', ''), ...all.map(each => new Option(each.prefectureName + each.name, each.code)));
  return '';
});
