const { title } = document;
const wanted = new Set();

/** A button that asks the browser to say when a job has ended, also while another page is looked at. */
export function offer(button) {
  if (!('Notification' in window) || Notification.permission === 'denied') return;
  button.hidden = false;
  button.addEventListener('click', async () => {
    button.disabled = (await Notification.requestPermission()) === 'granted';
    if (button.disabled) wanted.add(button.dataset.notify);
    else button.hidden = true;
    button.textContent = button.dataset.then;
  });
}

/** Says that a job has ended, if somebody wanted to hear of it. */
export function tell(id, words) {
  if (wanted.delete(id)) new Notification(title, { body: words, icon: '/favicon.svg' });
}
