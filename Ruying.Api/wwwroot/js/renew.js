const interval = 5000;

/** This page as it is now, or nothing where it cannot be had. */
export async function fetchPart() {
  try {
    const response = await fetch(location.href.split('#')[0], { headers: { accept: 'text/html' } });
    return response.ok ? new DOMParser().parseFromString(await response.text(), 'text/html') : null;
  } catch {
    return null; // The service is restarting; what is shown stays.
  }
}

/** Keeps the page's list up to date with what others begin and end, unless somebody is at it. */
export async function renew(enliven) {
  for (let part; (part = document.querySelector('[data-renew]')); ) {
    await new Promise((done) => setTimeout(done, interval));
    if (document.hidden || !part.isConnected || part.contains(document.activeElement)) continue;
    const fresh = (await fetchPart())?.querySelector('[data-renew]');
    if (!fresh || !part.isConnected || part.contains(document.activeElement) || shape(fresh) === shape(part)) continue;
    part.replaceWith(fresh);
    enliven(fresh);
  }
}

/** What tells one list from another: which jobs, and how each stands; percentages move by themselves. */
function shape(part) {
  return [...part.querySelectorAll('.job')].map((job) => job.querySelector('a').href + (job.querySelector('[data-job]') ? '' : job.querySelector('.chip')?.textContent)).join();
}
