import { say, sayProblem } from './phrases.js';

const pause = 800;
const numbers = ['rate', 'pitch', 'volume', 'expressiveness', 'loudness', 'musicVolume', 'lead', 'tail', 'backgroundBlur', 'resolution'];
const texts = [
  'avatarId', 'text', 'language', 'voice', 'captions', 'transcript',
  'background', 'backgroundColour', 'backgroundUpload', 'backgroundOf', 'aspect', 'format',
];
const flags = ['burnCaptions', 'denoise', 'label'];

/** Saves a form as a draft while it is filled in; stops when another window has changed the same draft. */
export function keep(form) {
  const words = form.querySelector('[data-kept]');
  let { draft, draftTag: tag } = form.dataset;
  let timer;
  let saving = Promise.resolve();
  let over = false;

  const save = async () => {
    if (over) return;
    const made = !draft;
    const response = await fetch(made ? '/api/v1/drafts' : `/api/v1/drafts/${draft}`, {
      method: made ? 'POST' : 'PUT',
      headers: { 'content-type': 'application/json', ...(made ? {} : { 'if-match': tag }) },
      body: JSON.stringify({ video: read(form) }),
    });
    if (response.ok) {
      tag = response.headers.get('etag');
      draft = (await response.json()).id;
      words.textContent = say('draft.saved');
      const address = new URL(location.href);
      if (made && address.pathname.endsWith('/say')) {
        address.search = new URLSearchParams({ draft });
        history.replaceState(null, '', address);
      }
    } else {
      over = response.status === 412;
      words.textContent = over ? say('draft.changed') : say('draft.not_saved', sayProblem(await response.json()));
    }
  };

  const soon = () => {
    clearTimeout(timer);
    // One at a time: each needs the tag of the one before.
    timer = setTimeout(() => {
      saving = saving.then(save).catch(() => (words.textContent = say('draft.not_saved', say('service.unreachable'))));
    }, pause);
  };

  form.addEventListener('input', soon);
  form.addEventListener('change', soon);
  form.addEventListener('made', (event) => {
    clearTimeout(timer);
    over = true;
    event.detail.push(saving.then(() => draft && fetch(`/api/v1/drafts/${draft}`, { method: 'DELETE' })));
  });
}

function read(form) {
  const fields = new FormData(form);
  const last = (name) => fields.getAll(name).at(-1);
  const video = {};
  for (const name of texts) video[name] = last(name) || null;
  for (const name of numbers) if (last(name)) video[name] = Number(last(name));
  for (const name of flags) if (form.elements[name]) video[name] = last(name) === 'true';
  return video;
}
