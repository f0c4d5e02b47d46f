/** A button that copies what it carries, and says that it did. */
export function copy(button) {
  if (!navigator.clipboard) return; // Browsers give it to secure pages only; the field can be copied by hand.
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.closest('.card').querySelector('[data-copied]').dataset.copied;
  });
}
