import { say, sayProblem } from './phrases.js';
import { whole, sendFile } from './tus.js';
import { megabytes } from './files.js';

/** Seconds over which the speed is measured. */
const span = 6;

/**
 * Sends a form in place: its files first, in pieces that survive a broken connection, then the rest with the uploads' ids in place of the files.
 * Shows how much has gone, and says in words what was wrong. Without this module the form posts itself.
 */
export function upload(form) {
  const error = form.querySelector('[data-error]');
  const input = form.querySelector('input[type=file]');

  input.addEventListener('change', () => {
    error.textContent = '';
    const name = form.querySelector('input[name=name]');
    const [file] = input.files;
    if (file && name && !name.value && !file.name.startsWith('recording-')) name.value = file.name.replace(/\.[^.]+$/, '').slice(0, 100);
  });

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button.primary');
    error.textContent = '';
    button.disabled = true;
    fold(form, true);
    try {
      const { id } = await send(form, form.dataset.upload);
      const rest = [];
      form.dispatchEvent(new CustomEvent('made', { detail: rest }));
      await Promise.allSettled(rest);
      location.assign(form.dataset.then + id);
    } catch (failure) {
      fold(form, false);
      error.textContent = failure.message;
      button.disabled = false;
    } finally {
      show(form, null);
    }
  });
}

/** Posts a form's fields, its files as uploads; these are remembered where they stay after the answer. Gives the answer. */
export async function send(form, address, stays = false) {
  const inputs = [...form.querySelectorAll('input[type=file]')].filter((input) => input.files.length > 0);
  const files = inputs.flatMap((input) => [...input.files]);
  const limit = Number(form.dataset.limit);
  if (files.some((file) => file.size > limit)) {
    throw new Error(say('upload.too_large', Math.floor(limit / 1048576)));
  }

  const fields = new FormData(form);
  form.querySelectorAll('input[type=file]').forEach((input) => fields.delete(input.name));
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const speed = pace(total);
  let before = 0;
  for (const input of inputs) {
    for (const file of input.files) {
      const id = await sendFile(file, {
        onProgress: (sent) => show(form, (100 * (before + sent)) / total, '', speed(before + sent)),
        onBreak: () => show(form, undefined, say('upload.broken')),
      });
      fields.append(input.dataset.as, id);
      before += file.size;
    }
  }

  const made = await post(address, fields);
  if (!stays) files.forEach((file) => whole.delete(file));
  return made;
}

/** Leaves of a form only how its files go, with advice beside it, and unfolds it again. */
function fold(form, sending) {
  if (!('fold' in form.dataset)) return;
  form.classList.toggle('sending', sending);
  const advice = document.querySelector('[data-advice]');
  advice?.classList.toggle('while', sending);
  const title = advice?.querySelector('[data-while]');
  if (title) {
    title.dataset.usual ??= title.textContent;
    title.textContent = sending ? title.dataset.while : title.dataset.usual;
  }

  if (sending) form.scrollIntoView({ block: 'start' });
}

/** Tells in words how fast a number of bytes goes and when the rest will have gone. */
function pace(total) {
  const seen = [];
  return (sent) => {
    const now = performance.now() / 1000;
    seen.push({ now, sent });
    while (seen.length > 2 && now - seen[0].now > span) seen.shift();
    const [first] = seen;
    const speed = (sent - first.sent) / (now - first.now);
    if (!(now - first.now > 0.5) || !(speed > 0)) return say('upload.sent', megabytes(sent), megabytes(total));
    const left = Math.ceil((total - sent) / speed);
    return say('upload.pace', megabytes(sent), megabytes(total), (speed / 1048576).toFixed(1), `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`);
  };
}

/** Shows how much has gone; null hides it, undefined leaves it as it is. */
function show(form, percent, words = '', how = '') {
  const sent = form.querySelector('[data-sent]');
  const speed = form.querySelector('[data-pace]') ?? Object.assign(document.createElement('p'), { className: 'quiet' });
  if (!speed.isConnected) {
    speed.dataset.pace = '';
    sent.after(speed);
  }

  speed.textContent = how;
  form.querySelector('[data-broken]').textContent = words;
  if (percent === null) sent.hidden = true;
  if (typeof percent === 'number') {
    sent.hidden = false;
    sent.value = percent;
  }
}

async function post(address, fields) {
  let response;
  try {
    response = await fetch(address, { method: 'POST', body: fields });
  } catch {
    throw new Error(say('service.unreachable'));
  }

  let answer = {};
  try {
    answer = await response.json();
  } catch {
    // Not one of our answers; the sentence below serves.
  }

  if (!response.ok) throw new Error(sayProblem(answer));
  return answer;
}
