import { say, sayProblem } from './phrases.js';

let library;

/** The library, fetched when there is something to send: it is larger than all the rest of a page. */
const tus = () => (library ??= import('/lib/tus-js-client/tus.min.js').then(() => window.tus));

const version = { 'tus-resumable': '1.0.0' };

/** Milliseconds to wait before another try; the count starts anew whenever bytes got through. */
const waits = [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000, 60000, 60000];

/** Ids of files that are here whole: what was wrong with the rest of a form does not send them again. */
export const whole = new WeakMap();

/** Sends a file; goes on from where it was after a broken connection, and after the page was left. Gives the upload's id. */
export async function sendFile(file, { onProgress, onBreak }) {
  if (whole.has(file)) return whole.get(file);
  const { Upload } = await tus();
  const id = await new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: new URL('/api/v1/uploads/tus', location.href).href,
      retryDelays: waits,
      removeFingerprintOnSuccess: true,
      metadata: { filename: file.name },
      onProgress,
      onShouldRetry: (error) => {
        const again = isPassing(error.originalResponse?.getStatus() ?? 0);
        if (again) onBreak();
        return again;
      },
      onError: (error) => reject(new Error(wording(error))),
      onSuccess: () => resolve(upload.url.split('/').pop()),
    });
    upload.findPreviousUploads().then((earlier) => {
      if (earlier.length > 0) upload.resumeFromPreviousUpload(earlier[0]);
      upload.start();
    }, reject);
  });
  whole.set(file, id);
  return id;
}

/** Uploads from this browser that were cut short, or came whole but were not used, and go on when their file is chosen again; what the service has no more is forgotten. */
export async function unfinished() {
  if (!Object.keys(localStorage).some((key) => key.startsWith('tus::'))) return [];
  const found = [];
  const storage = (await tus()).defaultOptions.urlStorage;
  for (const upload of await storage.findAllUploads()) {
    try {
      const response = await ask(upload.uploadUrl);
      const sent = Number(response.headers.get('upload-offset'));
      if (response.ok) found.push({ name: upload.metadata.filename, size: upload.size, sent, url: upload.uploadUrl, key: upload.urlStorageKey });
      else if (response.status === 404 || response.status === 410) await storage.removeUpload(upload.urlStorageKey);
    } catch {
      // The service cannot be reached; the file itself will tell when it is chosen.
    }
  }

  return found;
}

/** Asks how far an upload is; again where the request that was cut short is not over yet. */
async function ask(url, times = 5) {
  const response = await fetch(url, { method: 'HEAD', headers: version });
  if (times === 0 || (response.status !== 423 && response.status !== 409)) return response;
  await new Promise((done) => setTimeout(done, 1000));
  return ask(url, times - 1);
}

/** Removes an upload that nobody wants to go on with. */
export async function forget({ url, key }) {
  await (await tus()).defaultOptions.urlStorage.removeUpload(key);
  await fetch(url, { method: 'DELETE', headers: version }).catch(() => {});
}

/** Whether another try may go well: nothing answered, another request was still at it, or the service has trouble of its own. */
function isPassing(status) {
  return status < 400 || status === 409 || status === 423 || status === 429 || status >= 500;
}

function wording(error) {
  try {
    return sayProblem(JSON.parse(error.originalResponse.getBody()));
  } catch {
    return say('upload.resume');
  }
}
