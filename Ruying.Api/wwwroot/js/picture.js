import { say } from './phrases.js';
import { sendFile } from './tus.js';

/** Sends the background's picture as soon as it is chosen: the draft and every preview have it then, and so has the form after a reload. */
export function picture(fields) {
  const { form } = fields;
  const { background, backgroundUpload } = form.elements;
  const input = fields.querySelector('input[type=file]');
  const name = fields.querySelector('[data-picture-name]');
  input.addEventListener('change', async () => {
    const [file] = input.files;
    if (!file) return;
    background.value = 'picture';
    name.textContent = say('upload.sending');
    try {
      backgroundUpload.value = await sendFile(file, { onProgress: () => {}, onBreak: () => (name.textContent = say('upload.broken')) });
      name.textContent = say('picture.chosen', file.name);
      // What is sent already need not be sent with the form.
      input.value = '';
      backgroundUpload.dispatchEvent(new Event('change', { bubbles: true }));
    } catch (failure) {
      name.textContent = failure.message;
    }
  });
}
