const skipped = new Set(['file', 'hidden', 'password', 'submit', 'button']);

/** Keeps what was written into a form over a reload of the page, in this tab alone, until the form has done its work. */
export function remember(form) {
  const key = `ruying-${form.dataset.remember}`;
  const fields = () => [...form.elements].filter((field) => field.name && !skipped.has(field.type));
  const ticked = (field) => field.type === 'checkbox' || field.type === 'radio';

  // What the service sent back with an error is newer than what was kept.
  if (!form.querySelector('[data-error]').textContent) {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? '{}');
    for (const field of fields().filter(({ name }) => name in kept)) {
      if (ticked(field)) field.checked = kept[field.name];
      else field.value = kept[field.name];
    }
  }

  const keep = () => sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(fields().map((field) => [field.name, ticked(field) ? field.checked : field.value]))));
  form.addEventListener('input', keep);
  form.addEventListener('change', keep);
  form.addEventListener('made', () => sessionStorage.removeItem(key));
}
