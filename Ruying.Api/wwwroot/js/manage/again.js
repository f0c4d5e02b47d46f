import { enliven } from '../site.js';

/** Reads a part of the page again every so many seconds as long as it says so; not while somebody has something open in it. */
export function again(part) {
  const seconds = Number(part.dataset.again);
  if (!seconds) return;
  setTimeout(async () => {
    if (document.hidden || part.querySelector('details[open]') || part.contains(document.activeElement)) {
      again(part);
      return;
    }

    try {
      const response = await fetch(location.pathname + location.search, { headers: { accept: 'text/html' } });
      const fresh = response.ok && new DOMParser().parseFromString(await response.text(), 'text/html').querySelector(`[data-live="${part.dataset.live}"]`);
      if (!fresh) return;
      part.replaceWith(fresh);
      enliven(fresh);
      again(fresh);
    } catch {
      // The service is restarting.
      again(part);
    }
  }, seconds * 1000);
}
