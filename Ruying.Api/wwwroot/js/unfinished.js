import { say } from './phrases.js';
import { megabytes } from './files.js';
import { unfinished, forget } from './tus.js';

/** Names the files whose uploads were cut short, and how far each came: chosen again they go on from there. */
export async function hint(place) {
  const input = place.closest('form').querySelector('input[type=file]');
  const show = (uploads) => {
    place.replaceChildren(...uploads.map((upload) => {
      const item = document.createElement('li');
      const words = document.createElement('span');
      words.textContent = upload.sent === upload.size
        ? say('upload.arrived', upload.name)
        : say('upload.unfinished', upload.name, Math.floor((100 * upload.sent) / upload.size), megabytes(upload.sent), megabytes(upload.size));
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'plain';
      button.textContent = say('upload.forget');
      button.addEventListener('click', async () => {
        await forget(upload);
        show(uploads.filter((other) => other !== upload));
        input.focus();
      });
      item.append(words, button);
      return item;
    }));
    place.hidden = uploads.length === 0;
  };
  const left = await unfinished();
  if (!place.isConnected) return;
  show(left);
  input.addEventListener('change', () => {
    const chosen = [...input.files].map((file) => `${file.name} ${file.size}`);
    show(left.filter((upload) => !chosen.includes(`${upload.name} ${upload.size}`)));
  });
}
