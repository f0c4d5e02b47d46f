import { sayStage } from './phrases.js';

const interval = 1000;
const final = new Set(['succeeded', 'failed', 'cancelled']);

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Shows a job's stage and percentage until it ends, then replaces the parts of the page that depend on it. */
export async function follow(element, enliven) {
  while (element.isConnected) {
    await pause(interval);
    if (document.hidden) continue;
    try {
      const response = await fetch(`/api/v1/jobs/${element.dataset.job}`);
      const job = response.ok ? await response.json() : null;
      if (job) show(element, job);
      if (response.status === 404 || (job && final.has(job.state))) {
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
  if (percent) percent.textContent = job.percent;
  if (bar) bar.value = job.percent;
}

/**
 * What a job shows on a page of its own (avatar, video) brings other parts with it, such as the report; a job in a list
 * touches its list only, so that nobody's half-written form is lost.
 */
async function refresh(element, enliven) {
  const response = await fetch(location.pathname, { headers: { accept: 'text/html' } });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const own = element.closest('[data-live]');
  if (element.matches('.progress')) {
    const main = document.querySelector('main');
    main.replaceChildren(...page.querySelector('main').childNodes);
    enliven(main);
  } else if (own) {
    const fresh = page.querySelector(`[data-live="${own.dataset.live}"]`);
    own.replaceWith(fresh);
    enliven(fresh);
  }
}
