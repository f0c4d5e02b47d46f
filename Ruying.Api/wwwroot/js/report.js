/** Gives the report's frame the height of what is in it. */
export function fit(frame) {
  const grow = () => {
    const page = frame.contentDocument?.documentElement;
    if (page) frame.height = page.scrollHeight;
  };
  frame.addEventListener('load', grow);
  addEventListener('resize', grow);
  grow();
}
