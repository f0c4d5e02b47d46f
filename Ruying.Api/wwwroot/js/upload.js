/** Sends a form in place, shows how much has gone, and says in words what was wrong. Without this module the form posts itself. */
export function upload(form) {
  const error = form.querySelector('[data-error]');
  const sent = form.querySelector('[data-sent]');
  const button = form.querySelector('button.primary');
  const input = form.querySelector('input[type=file]');

  input.addEventListener('change', () => {
    error.textContent = '';
    const name = form.querySelector('input[name=name]');
    const [file] = input.files;
    if (file && name && !name.value) name.value = file.name.replace(/\.[^.]+$/, '').slice(0, 100);
  });

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const [file] = input.files;
    const limit = Number(form.dataset.limit);
    if (file && file.size > limit) {
      error.textContent = `The file is larger than the ${Math.floor(limit / 1048576)} MB that this service takes; choose a shorter or smaller one.`;
      return;
    }
    send(form, { error, sent, button });
  });
}

function send(form, { error, sent, button }) {
  const request = new XMLHttpRequest();
  const fail = (message) => {
    error.textContent = message;
    sent.hidden = true;
    button.disabled = false;
  };
  error.textContent = '';
  button.disabled = true;
  request.upload.onprogress = (event) => {
    if (!event.lengthComputable || event.total < 262144) return;
    sent.hidden = false;
    sent.value = (100 * event.loaded) / event.total;
  };
  request.onload = () => {
    if (request.status === 202) {
      location.assign(form.dataset.then + JSON.parse(request.responseText).id);
      return;
    }
    let problem = {};
    try {
      problem = JSON.parse(request.responseText);
    } catch {
      // Not one of our answers; the sentence below serves.
    }
    fail(problem.detail ?? 'The service did not take it; try again.');
  };
  request.onerror = () => fail('The service could not be reached; is it running?');
  request.open('POST', form.dataset.upload);
  request.send(new FormData(form));
}
