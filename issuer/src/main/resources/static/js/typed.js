// What was typed or ticked waits in this tab while its writer shows once more who it is, and is gone as soon as a page like this is
// come to again: found by the same writer on the same page, or thrown away.
'use strict';
(() => {
  const TYPED = 'musubi-typed';
  const form = document.querySelector('form[data-typed]');
  const kept = JSON.parse(sessionStorage.getItem(TYPED) || 'null');
  sessionStorage.removeItem(TYPED);
  if (!form) return;
  const chosen = ({ type }) => type === 'checkbox' || type === 'radio';
  const fields = () => [...form.elements].filter(each => each.name && each.type !== 'hidden' && each.type !== 'submit' && !each.disabled);
  if (kept && kept.page === location.pathname && kept.whose === form.dataset.typed) {
    for (const each of fields()) {
      const found = kept.fields.find(([name, value]) => name === each.name && (!chosen(each) || value === each.value));
      if (chosen(each)) each.checked = Boolean(found);
      else if (found) each.value = found[1];
    }
  }
  const keep = () => sessionStorage.setItem(TYPED, JSON.stringify({
    page: location.pathname,
    whose: form.dataset.typed,
    fields: fields().filter(each => !chosen(each) || each.checked).map(each => [each.name, each.value]),
  }));
  // Another language is another page.
  for (const each of [form, ...document.querySelectorAll('form.languages')]) each.addEventListener('submit', keep);
  const stay = document.getElementById('stay');
  if (stay) stay.addEventListener('click', keep);
})();
