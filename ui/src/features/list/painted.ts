const marked = new Set<string>();

/** Sets a mark once, two frames on: by then what was drawn is on the screen. Start-up is measured by it. */
export function whenPainted(mark: string): void {
  if (marked.has(mark)) return;
  marked.add(mark);
  requestAnimationFrame(() => requestAnimationFrame(() => window.performance.mark(mark)));
}
