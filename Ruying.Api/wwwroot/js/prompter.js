import { measure } from './script.js';

const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** Text that rolls by at the speed of reading: `start` it, `stop` it; `over` is called when its last line is read. */
export class Prompter {
  #place;
  #text;
  #speed;
  #request;

  constructor(place, speed) {
    this.#place = place;
    this.#text = place.querySelector('[data-prompt]');
    this.#speed = speed;
  }

  show(text) {
    this.stop();
    this.#text.textContent = text;
    this.#place.hidden = text.trim() === '';
    this.#place.scrollTop = 0;
  }

  start(over) {
    const seconds = Math.max(2, measure(this.#text.textContent).seconds);
    const height = this.#place.scrollHeight - this.#place.clientHeight;
    let read = 0;
    let before = performance.now();
    const roll = (now) => {
      read += ((now - before) / 1000 / seconds) * Number(this.#speed.value);
      before = now;
      const at = Math.min(1, read) * height;
      // Where movement is not wanted, half a page at a time.
      const step = calm.matches ? this.#place.clientHeight / 2 : 1;
      this.#place.scrollTop = Math.floor(at / step) * step;
      if (read < 1) this.#request = requestAnimationFrame(roll);
      else over();
    };
    this.#request = requestAnimationFrame(roll);
  }

  stop() {
    cancelAnimationFrame(this.#request);
  }
}
