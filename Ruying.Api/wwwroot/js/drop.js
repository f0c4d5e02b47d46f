import { put } from './files.js';

/** Makes a whole form a place to drop files on: on a field of its own they go there, elsewhere to the first. */
export function drop(form) {
  const inputs = [...form.querySelectorAll('input[type=file]')];
  const error = form.querySelector('[data-error]');
  let depth = 0;
  const over = (inside) => {
    depth = Math.max(0, depth + inside);
    form.classList.toggle('dropping', depth > 0);
  };
  const holds = (event) => event.dataTransfer?.types.includes('Files') && !form.classList.contains('sending');

  form.addEventListener('dragenter', (event) => holds(event) && over(1));
  form.addEventListener('dragleave', (event) => holds(event) && over(-1));
  form.addEventListener('dragover', (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  });
  form.addEventListener('drop', (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    depth = 0;
    over(0);
    const own = event.target.closest?.('label')?.querySelector('input[type=file]');
    error.textContent = put(own ?? inputs[0], event.dataTransfer.files);
  });

  // Beside the form a browser would leave the page for the file.
  for (const name of ['dragover', 'drop']) {
    document.addEventListener(name, (event) => form.isConnected && event.dataTransfer?.types.includes('Files') && event.preventDefault());
  }
}
