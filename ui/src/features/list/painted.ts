const marked = new Set<string>();

/** Does something two frames on: by then what was drawn before is on the screen. The answer calls it off. */
export function afterPaint(work: () => void): () => void {
  let frame = requestAnimationFrame(() => (frame = requestAnimationFrame(work)));
  return () => cancelAnimationFrame(frame);
}

/** Sets a mark once, when what was drawn is on the screen. Start-up is measured by it. */
export function whenPainted(mark: string): void {
  if (marked.has(mark)) return;
  marked.add(mark);
  afterPaint(() => window.performance.mark(mark));
}
