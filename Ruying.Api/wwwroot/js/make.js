import { list, refusal } from './files.js';
import { drop } from './drop.js';
import { remember } from './remember.js';
import { name } from './consent.js';
import { hint } from './unfinished.js';
import { record } from './record.js';

/** Gives life to what makes an avatar: dropping, recording, what is kept over a reload. */
export function make(root) {
  root.querySelectorAll('input[type=file][data-kind]').forEach((input) => {
    // Before others hear of it: what will not do is not there.
    input.addEventListener('change', (event) => {
      const wrong = refusal(input, input.files);
      if (!wrong) return;
      event.stopImmediatePropagation();
      input.value = '';
      input.dispatchEvent(new Event('change', { bubbles: true }));
      input.form.querySelector('[data-error]').textContent = wrong;
    });
    list(input);
  });
  root.querySelectorAll('form[data-remember]').forEach(remember);
  root.querySelectorAll('textarea[data-named]').forEach(name);
  root.querySelectorAll('form[data-drop]').forEach(drop);
  root.querySelectorAll('[data-unfinished]').forEach(hint);
  root.querySelectorAll('button[data-record]').forEach(record);
}
