/** Copies what stands beside a button; where a browser does not let it, the text is marked instead. */
export function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const { textContent: before } = button;
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      button.textContent = button.dataset.copied;
      setTimeout(() => (button.textContent = before), 3000);
    } catch {
      getSelection().selectAllChildren(source);
    }
  });
}
