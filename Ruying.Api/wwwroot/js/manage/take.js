import { send } from '../upload.js';

/** A field for each kind of file that a model has. */
const fields = [
  [/\.onnx$/i, 'file'],
  [/\.json$/i, 'config'],
  [/\.(bin|npy|npz)$/i, 'styles'],
];

/** Takes a model in place: files dropped together go to their fields, then each is sent in pieces that survive a broken connection, then the service tries it. */
export function take(form) {
  const error = form.querySelector('[data-error]');
  const trying = form.querySelector('[data-trying]');
  const drop = form.querySelector('[data-drop]');
  const { file, name, kind } = form.elements;

  file.addEventListener('change', () => {
    error.textContent = '';
    if (file.files.length > 0 && !name.value) name.value = proper(file.files[0].name);
  });

  form.addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
  form.addEventListener('dragleave', () => drop.classList.remove('over'));
  form.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    for (const dropped of event.dataTransfer.files) {
      const [, field] = fields.find(([ending]) => ending.test(dropped.name)) ?? [];
      if (!field) continue;
      const files = new DataTransfer();
      files.items.add(dropped);
      form.elements[field].files = files.files;
      if (field === 'config') kind.value = 'piper';
      if (field === 'styles') kind.value = 'kokoro';
      form.elements[field].dispatchEvent(new Event('change', { bubbles: true }));
    }
  });

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button.primary');
    error.textContent = '';
    button.disabled = true;
    trying.hidden = false;
    try {
      const model = await send(form, '/api/v1/models');
      location.assign(`/manage/models/${encodeURIComponent(model.name)}`);
    } catch (failure) {
      error.textContent = failure.message;
      button.disabled = false;
    } finally {
      trying.hidden = true;
      form.querySelector('[data-sent]').hidden = true;
    }
  });
}

/** A file's name as a model may be called. */
function proper(file) {
  return file.replace(/\.onnx$/i, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 40);
}
