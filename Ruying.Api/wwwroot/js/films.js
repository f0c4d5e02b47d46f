/** Plays a film's picture, without sound, while it is pointed at or has the focus. */
export function play(film) {
  const video = film.querySelector('video');
  if (!video || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const start = () => video.play().catch(() => {}); // Left again before it began.
  const stop = () => {
    video.pause();
    video.load(); // The poster again.
  };
  film.addEventListener('mouseenter', start);
  film.addEventListener('focus', start);
  film.addEventListener('mouseleave', stop);
  film.addEventListener('blur', stop);
}
