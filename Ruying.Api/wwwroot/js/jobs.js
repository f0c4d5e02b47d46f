import { say, sayStage } from './phrases.js';
import { tell } from './notice.js';
import { fetchPart } from './renew.js';

const interval = 1000;
const ends = new Map([['succeeded', 'notice.succeeded'], ['failed', 'notice.failed'], ['cancelled', 'notice.cancelled']]);

const { title } = document;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * Shows a job's stage and percentage until it ends, then replaces the parts of the page that depend on it. The job of a page of its own is
 * listened to; those in lists are asked after, as a browser keeps few lines open to one server.
 */
export async function follow(element, enliven) {
  if (element.matches('.progress') && (await listen(element))) await refresh(element, enliven);
  else await ask(element, enliven);
}

/** Whether the job ended while it was listened to; not so where the line broke. */
function listen(element) {
  return new Promise((done) => {
    const events = new EventSource(`/api/v1/jobs/${element.dataset.job}/events`);
    const end = (ended) => {
      events.close();
      done(ended);
    };
    events.addEventListener('job', (event) => {
      const job = JSON.parse(event.data);
      if (!element.isConnected) end(false);
      show(element, job);
      if (ends.has(job.state)) end(true);
    });
    events.addEventListener('gone', () => end(true));
    events.addEventListener('error', () => end(false));
  });
}

async function ask(element, enliven) {
  let job = null;
  while (element.isConnected) {
    // Of a hundred that wait one moves.
    await pause(job?.state === 'queued' ? 3 * interval : interval);
    if (document.hidden) continue;
    try {
      const response = await fetch(`/api/v1/jobs/${element.dataset.job}`);
      job = response.ok ? await response.json() : null;
      if (job) show(element, job);
      if (response.status === 404 || (job && ends.has(job.state))) {
        await refresh(element, enliven);
        return;
      }
    } catch {
      // The service is restarting; the job goes on when it is back.
    }
  }
}

function show(element, job) {
  const stage = element.querySelector('[data-job-stage]');
  const percent = element.querySelector('[data-job-percent]');
  const bar = element.querySelector('[data-job-bar]');
  if (stage) stage.textContent = sayStage(job);
  if (percent) percent.textContent = bar ? progress(job) : `${job.percent} %`;
  if (!bar) return;
  bar.value = job.percent;
  if (!element.matches('.progress')) return;
  document.title = `${job.percent} % · ${title}`;
  element.querySelector('[data-job-speed]').textContent = job.framesPerSecond ? say('job.speed', job.framesPerSecond) : '';
  if (job.stage === 'render' && job.framesPerSecond) look(element.querySelector('[data-job-frame]'), job.id);
  if (ends.has(job.state)) tell(job.id, say(ends.get(job.state)));
}

const looked = new WeakMap();

/** Shows what was rendered last, every other second. */
function look(picture, id) {
  if (document.hidden || Date.now() - (looked.get(picture) ?? 0) < 2000) return;
  looked.set(picture, Date.now());
  const next = new Image();
  next.src = `/api/v1/jobs/${id}/frame.jpg?at=${Date.now()}`;
  next.addEventListener('load', () => {
    picture.src = next.src;
    picture.hidden = false;
  });
}

/** How far a job is and, where it can be told, how long it takes still. */
function progress(job) {
  if (!job.eta) return `${job.percent} %`;
  const left = Math.max(0, Math.round((Date.parse(job.eta) - Date.now()) / 1000));
  return say('job.left', job.percent, `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`);
}

/**
 * What a job shows on a page of its own (avatar, video) brings other parts with it, such as the report; a job in a list
 * touches its list only, so that nobody's half-written form is lost.
 */
async function refresh(element, enliven) {
  const page = await fetchPart();
  if (!page) return;
  const own = element.closest('[data-live]');
  if (element.matches('.progress')) {
    document.title = page.title;
    const main = document.querySelector('main');
    main.replaceChildren(...page.querySelector('main').childNodes);
    enliven(main);
  } else if (own) {
    const fresh = page.querySelector(`[data-live="${own.dataset.live}"]`);
    own.replaceWith(fresh);
    enliven(fresh);
  }
}
