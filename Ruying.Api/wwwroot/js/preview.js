import { say } from './phrases.js';
import { send } from './upload.js';

/** Renders the video's first three seconds, small, and plays them in the form. */
export function preview(button) {
  const { form } = button;
  const words = form.querySelector('[data-heard]');
  const player = form.querySelector('[data-preview]');
  button.hidden = false;
  button.addEventListener('click', async () => {
    button.disabled = true;
    words.textContent = say('preview.waiting');
    try {
      const { id } = await send(form, '/api/v1/previews/video', true);
      if (!(await ready(id))) throw new Error(say('preview.failed'));
      player.src = `/api/v1/previews/${id}/file`;
      player.hidden = false;
      player.play().catch(() => {}); // Where a browser plays nothing by itself, its own button does.
      words.textContent = '';
    } catch (failure) {
      words.textContent = failure.message;
    } finally {
      button.disabled = false;
    }
  });
}

async function ready(id) {
  for (;;) {
    const response = await fetch(`/api/v1/previews/${id}?wait=30`);
    if (!response.ok) return false;
    const { state } = await response.json();
    if (state === 'ready') return true;
    if (state === 'failed' || state === 'cancelled') return false;
  }
}
