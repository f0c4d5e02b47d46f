/** Gives the report's frame the height of what is in it. */
export function fit(frame) {
  const grow = () => {
    const page = frame.contentDocument?.documentElement;
    if (!page) return;
    frame.height = 0; // A document is never less high than its frame.
    frame.height = page.scrollHeight;
  };
  frame.addEventListener('load', grow);
  frame.closest('details')?.addEventListener('toggle', grow);
  addEventListener('resize', grow);
  grow();
}
